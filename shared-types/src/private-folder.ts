import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const ofOthers = 0o077;
const sticky = 0o1000;

/**
 * Makes a folder that is there for this user to read and write, and takes every right on it from
 * everybody else, whatever was there before. Nobody else reaches what is in it then, whatever rights
 * that has by itself.
 * @throws Error that says what to do when that cannot be
 */
export function keepPrivate(folder: string): void {
  attempt(folder, () => {
    makeFolder(folder);
    checkAccess(folder);
  });
  const { mode } = statSync(folder);
  if ((mode & sticky) !== 0)
    throw new Error(
      `Could not keep ${folder} private: everybody on this machine shares it. Set DATA_DIR to a folder of its own.`,
    );
  if ((mode & ofOthers) === 0) return;
  attempt(folder, () => chmodSync(folder, mode & 0o7777 & ~ofOthers));
}

/** Node.js's own `recursive` never ends where the system lets nobody make folders, as in /proc. */
function makeFolder(folder: string): void {
  const isThere = () => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isThere()) throw error;
  }
}

/** @throws Error that says what to do when a file or folder of the data cannot be read and written */
export function checkAccess(path: string): void {
  const { R_OK, W_OK, X_OK } = constants;
  attempt(path, () => {
    // What is gone by now is in nobody's way.
    const found = statSync(path, { throwIfNoEntry: false });
    if (found) accessSync(path, R_OK | W_OK | (found.isDirectory() ? X_OK : 0));
  });
}

const elsewhere = 'or set DATA_DIR to another folder';

function attempt(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(
      `Could not use ${path} for data: ${explain(code, path) ?? `${message}. Set DATA_DIR to another folder`}.`,
      {
        cause: error,
      },
    );
  }
}

/** What is wrong, and what to do about it. */
function explain(code: string, path: string): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `this user may not read and write there. Make it your own (sudo chown -R "$(id -u)" "${path}" && chmod -R u+rwX "${path}"), ${elsewhere}`;
    case 'ENOENT':
      // Of a disk that can only be read, Node.js says this too.
      return `it is not there and cannot be made. Make it, ${elsewhere}`;
    case 'EROFS':
      return `its disk can only be read. Mount that for writing, ${elsewhere}`;
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a file is in the place of a folder. Set DATA_DIR to a folder';
    case 'ENOSPC':
    case 'EDQUOT':
      return `its disk is full. Free some space, ${elsewhere}`;
    default:
      return undefined;
  }
}
