import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { checkDataFolder, holdDataFolder } from './data-folder.ts';
import type { Settings } from './settings.ts';

/** What to do about a port or a folder that is taken: without one nothing is waited for. */
export interface Waiting {
  /** Longest to wait, in milliseconds. */
  patience: number;
  /** Called once with what is waited for. */
  tell(message: string): void;
  stopped: AbortSignal;
}

/**
 * Looks whether everything can start here, and keeps the data folder for this process.
 * @throws Error in one sentence that says what is in the way and what to do
 */
export async function checkPreconditions(settings: Settings, waiting?: Waiting): Promise<void> {
  const { cmsPort, sitePort, publisherPort, previewPort, dataFolder } = settings;
  const { CMS_HOST, PUBLISHER_HOST } = settings.environment;
  await checkDataFolder(dataFolder, waiting?.tell);
  await holdDataFolder(dataFolder, waiting);
  await checkHost(CMS_HOST, 'CMS_HOST');
  await checkHost(PUBLISHER_HOST, 'PUBLISHER_HOST');
  await checkPort(cmsPort, 'CMS_PORT', waiting);
  await checkPort(sitePort, 'SITE_PORT', waiting);
  await checkPort(publisherPort, 'PUBLISHER_PORT', waiting);
  await checkPort(previewPort, 'PREVIEW_PORT', waiting);
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
