import { resolve, sep } from 'node:path';
import { root } from './settings.ts';

/** Turns an error into what a person at the terminal needs: one sentence and what to do. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${path ?? 'A folder'} cannot be written: give yourself write permission${isInData(path) ? ', or set DATA_DIR to a folder of your own' : ''}.`;
  if (code === 'ENOSPC')
    return `The disk is full: free some space${isInData(path) ? ', or set DATA_DIR to a folder on another disk' : ''}.`;
  return error.message;
}

/** Whether another DATA_DIR would be a remedy; it may where the system does not say what failed. */
function isInData(path: string | undefined): boolean {
  const dataFolder = resolve(root, process.env.DATA_DIR?.trim() || '.data');
  return path === undefined || (resolve(path) + sep).startsWith(dataFolder + sep);
}

/**
 * Runs the main function of a script; a failure is printed in plain words and ends it with 1.
 * @param stopped what ends it early, with the status to end with for its reason: that is no failure
 */
export function runMain(main: () => Promise<void>, stopped?: AbortSignal): void {
  main().catch((error: unknown) => {
    if (stopped?.aborted) process.exitCode = stopped.reason;
    else {
      console.error(`\n${explain(error)}`);
      process.exitCode = 1;
    }
  });
}
