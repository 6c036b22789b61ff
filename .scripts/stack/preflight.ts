import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from './settings.ts';

const megabyte = 1024 ** 2;
const neededSpace = 200 * megabyte;
/** What to do about a port that is taken: without one nothing is waited for. */
interface Waiting {
  /** Longest to wait, in milliseconds. */
  patience: number;
  /** Called once with what is waited for. */
  tell(message: string): void;
  stopped: AbortSignal;
}

/** @throws Error in one sentence that says what is in the way and what to do */
export async function checkPreconditions(settings: Settings, waiting?: Waiting): Promise<void> {
  const { cmsPort, sitePort, publisherPort, previewPort, dataFolder } = settings;
  const { CMS_HOST, PUBLISHER_HOST } = settings.environment;
  await checkFolder(dataFolder);
  await checkHost(CMS_HOST, 'CMS_HOST');
  await checkHost(PUBLISHER_HOST, 'PUBLISHER_HOST');
  await checkPort(cmsPort, 'CMS_PORT', waiting);
  await checkPort(sitePort, 'SITE_PORT', waiting);
  await checkPort(publisherPort, 'PUBLISHER_PORT', waiting);
  await checkPort(previewPort, 'PREVIEW_PORT', waiting);
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

async function checkHost(host: string | undefined, setting: string): Promise<void> {
  const code = await tryPort(0, host);
  if (code !== undefined)
    throw new Error(
      `${setting} is "${host}", which is no address of this machine (${code}): leave it out to listen for this machine alone, or set it to 0.0.0.0 for all networks.`,
    );
}

async function checkPort(port: number, setting: string, waiting?: Waiting): Promise<void> {
  const deadline = Date.now() + (waiting?.patience ?? 0);
  let code = await tryPort(port);
  if (code === 'EADDRINUSE')
    waiting?.tell(`Port ${port} is taken; waiting a moment, in case a former start is ending.`);
  while (code === 'EADDRINUSE' && Date.now() < deadline) {
    await pause(200, undefined, waiting && { signal: waiting.stopped });
    code = await tryPort(port);
  }
  if (code === undefined) return;
  if (code === 'EACCES')
    throw new Error(
      `Port ${port} needs rights that you do not have: choose one above 1023, for example ${setting}=${port + 8000} npm start.`,
    );
  const cause = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`;
  throw new Error(
    `Port ${port} ${cause}: stop that program, or choose another port, for example ${setting}=${port + 1} npm start.`,
  );
}

/** The code of the error with which a port, 0 for any, cannot be listened on; undefined when it can be. */
function tryPort(port: number, host?: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  return promise;
}
