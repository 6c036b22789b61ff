/** What to do about the disk, by the code of the error with which it refuses. */
const remedies: Record<string, string> = {
  ENOSPC: 'Free some space on its disk',
  EDQUOT: 'Free some space of what this user may take on its disk',
  EROFS: 'Mount its disk for writing',
  EACCES: 'Let the user who runs the publisher read and write there',
  EPERM: 'Let the user who runs the publisher read and write there',
  EIO: 'Look whether its disk works',
};

/** The same of SQLite's errors, by their primary code. */
const ofSqlite: Record<number, string> = { 8: 'EROFS', 10: 'EIO', 13: 'ENOSPC', 14: 'EIO' };

/** The error with which a disk refuses, and its code; undefined for everything else, damaged files included. */
export function findStorageFault(error: unknown): { code: string; message: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode, message } = error as NodeJS.ErrnoException & { errcode?: number };
  const known = errcode === undefined ? code : ofSqlite[errcode & 0xff];
  if (known !== undefined && known in remedies) return { code: known, message };
  return findStorageFault(error.cause);
}

/** Whether room on the disk would help. */
export const isOutOfSpace = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes(findStorageFault(error)?.code ?? '');

/** What is in the way of writing to a folder, and what to do; undefined when it is not the disk. */
export function explainStorageFault(error: unknown, folder: string): string | undefined {
  const fault = findStorageFault(error);
  if (fault === undefined) return undefined;
  return `Could not keep files in ${folder}: ${fault.message}. ${remedies[fault.code]}. What is live stays so meanwhile, and the publisher goes on by itself.`;
}
