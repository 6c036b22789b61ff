import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

const ofOthers = 0o077;
const sticky = 0o1000;

/**
 * Takes every right on a folder, and on what is in it, from everybody but its owner, whatever was
 * there before.
 * @param closed names directly below it of folders that are closed themselves and not looked into
 * @throws Error that says what to do when it belongs to somebody else
 */
export function keepPrivate(folder: string, closed: readonly string[] = []): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A link to a folder elsewhere stands for that folder.
  const top = statSync(folder);
  if ((top.mode & sticky) !== 0)
    throw new Error(
      `Could not keep ${folder} private: everybody on this machine shares it. Set DATA_DIR to a folder of its own.`,
    );
  close(folder, top, folder);
  walk(folder, folder, closed);
}

function walk(folder: string, top: string, closed: readonly string[]): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    // What is gone meanwhile, as a log that is rotated, needs nothing; nor does a link.
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined || stats.isSymbolicLink()) continue;
    close(path, stats, top);
    if (stats.isDirectory() && !closed.includes(entry.name)) walk(path, top, []);
  }
}

function close(path: string, { mode }: Stats, top: string): void {
  if ((mode & ofOthers) === 0) return;
  try {
    chmodSync(path, mode & 0o7777 & ~ofOthers);
  } catch (cause) {
    if (Object(cause).code === 'ENOENT') return;
    throw new Error(
      `Could not keep ${path} private: others may read it, and it belongs to another user. Make ${top} your own (sudo chown -R "$(id -u)" "${top}"), or set DATA_DIR to another folder.`,
      { cause },
    );
  }
}
