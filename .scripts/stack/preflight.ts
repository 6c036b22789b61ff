import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Settings } from './settings.ts';

const megabyte = 1024 ** 2;
const neededSpace = 200 * megabyte;

/** @throws Error in one sentence that says what is in the way and what to do */
export async function checkPreconditions(settings: Settings): Promise<void> {
  const { cmsPort, sitePort, publisherPort, previewPort, dataFolder } = settings;
  await checkFolder(dataFolder);
  await checkPort(cmsPort, 'CMS_PORT');
  await checkPort(sitePort, 'SITE_PORT');
  await checkPort(publisherPort, 'PUBLISHER_PORT');
  await checkPort(previewPort, 'PREVIEW_PORT');
}

async function checkFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < neededSpace)
    throw new Error(
      `Only ${Math.floor((bavail * bsize) / megabyte)} MB are free for ${folder}, ${neededSpace / megabyte} MB are needed: free some space, or set DATA_DIR to a folder on another disk.`,
    );
}

function checkPort(port: number, setting: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const cause = error.code === 'EADDRINUSE' ? 'is taken by another program' : error.message;
    reject(
      new Error(
        `Port ${port} ${cause}: stop that program, or choose another port, for example ${setting}=${port + 1} npm start.`,
      ),
    );
  });
  server.listen({ port, exclusive: true }, () => server.close(() => resolve()));
  return promise;
}
