import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/**
 * Path of a program: the first of `paths` that can be run, else one of these names on the PATH.
 * @param paths places to look at first; empty ones are passed over
 */
export async function findProgram(
  names: readonly string[],
  paths: readonly (string | undefined)[] = [],
): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  for (const path of [...paths, ...onPath]) if (path && (await isExecutable(path))) return path;
  return undefined;
}

export const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
