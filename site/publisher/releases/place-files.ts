import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LockLostError, type WriterLock } from './writer-lock.ts';

export type Placing = ReturnType<typeof createPlacing>;

/** Puts files in their places through the folder of the lock, so that only its holder can. */
export function createPlacing(lock: WriterLock | undefined) {
  const writer = (): WriterLock => {
    if (lock === undefined) throw new Error('Could not write a release without the lock.');
    return lock;
  };
  /** Without its folder somebody else has the lock. */
  const orLockLost = (error: NodeJS.ErrnoException): never => {
    if (error.code === 'ENOENT' && !existsSync(writer().folder))
      throw new LockLostError({ cause: error });
    throw error;
  };
  return {
    /** @throws Error without the lock: what is written for `putInPlace` would be for nothing */
    requireLock: () => void writer().folder,
    pathOf: (name: string) => join(writer().folder, name),
    /** Makes a file or link where it takes effect only by `putInPlace`; returns its name there. */
    prepare: async (make: (path: string) => Promise<void>): Promise<string> => {
      const name = randomBytes(4).toString('hex');
      await make(join(writer().folder, name)).catch(orLockLost);
      return name;
    },
    /** Makes it take its place, unless another publisher has taken over meanwhile. */
    putInPlace: (name: string, target: string): Promise<void> =>
      rename(join(writer().folder, name), target).catch(orLockLost),
  };
}
