import { chmodSync, mkdirSync, statSync } from 'node:fs';

const ofOthers = 0o077;
const sticky = 0o1000;

/**
 * Takes every right on a folder from everybody but its owner, whatever was there before. Nobody else
 * reaches what is in it then, whatever rights that has by itself.
 * @throws Error that says what to do when it belongs to somebody else, or to everybody
 */
export function keepPrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { mode } = statSync(folder);
  if ((mode & sticky) !== 0)
    throw new Error(
      `Could not keep ${folder} private: everybody on this machine shares it. Set DATA_DIR to a folder of its own.`,
    );
  if ((mode & ofOthers) === 0) return;
  try {
    chmodSync(folder, mode & 0o7777 & ~ofOthers);
  } catch (cause) {
    throw new Error(
      `Could not keep ${folder} private: others may read it, and it belongs to another user. Make it your own (sudo chown -R "$(id -u)" "${folder}"), or set DATA_DIR to another folder.`,
      { cause },
    );
  }
}
