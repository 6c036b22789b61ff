import { existsSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAccess } from '../../shared-types/src/private-folder.ts';
// From their source: they are needed before anything is built.
import { takeProcessLock } from '../../shared-types/src/process-lock.ts';
import type { Waiting } from './preflight.ts';

const megabyte = 1024 ** 2;
const neededSpace = 200 * megabyte;

/**
 * Looks whether everything near the top of the data folder can be written, as a start under another user
 * leaves some that cannot, and whether its disk has room.
 * @param tell called when there is no room, but a live release that can be served nonetheless; a
 * lack of room is refused without it
 */
export async function checkDataFolder(
  folder: string,
  tell?: (message: string) => void,
): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    checkAccess(path);
    if (entry.isDirectory()) for (const name of await readdir(path)) checkAccess(join(path, name));
  }
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= neededSpace) return;
  const free = `Only ${Math.floor((bavail * bsize) / megabyte)} MB are free for ${folder}`;
  if (tell === undefined || !existsSync(join(folder, 'site', 'current')))
    throw new Error(
      `${free}, ${neededSpace / megabyte} MB are needed: free some space, or set DATA_DIR to a folder on another disk.`,
    );
  tell(
    `${free}. What is live is served; free some space, or nothing new can be saved or published.`,
  );
}

/**
 * Keeps the data folder for this start: two would write the same logs, and the publisher of the
 * second would wait for the first one's for ever.
 * @throws Error that names the process that has it, and says what to do
 */
export async function holdDataFolder(folder: string, waiting?: Waiting): Promise<void> {
  await takeProcessLock(join(folder, 'start.lock'), {
    patience: waiting?.patience ?? 0,
    onWait: (holder) =>
      waiting?.tell(
        `Lectern runs on ${folder} as ${holder}; waiting a moment, in case that is ending.`,
      ),
    refusal: (holder) =>
      `Could not start: Lectern runs on ${folder} already, as ${holder}. Stop that first (Ctrl-C in its terminal), or set DATA_DIR to another folder for this one.`,
    ...(waiting ? { signal: waiting.stopped } : {}),
  });
}
