import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { root } from '../stack/settings.ts';
import { keepTrack } from './remains.ts';

/** A clone of what is committed, with room for its data beside it. */
export interface Clone {
  folder: string;
  dataFolder: string;
  remove(): Promise<void>;
}

const made = ['node_modules', 'dist', '.renderer'];

/** @param prepared clone whose packages and builds are copied */
export async function clone(name = 'lectern', prepared?: Clone): Promise<Clone> {
  const base = await mkdtemp(join(tmpdir(), 'lectern-newcomer-'));
  const { remove } = keepTrack({ remove: () => rm(base, { recursive: true, force: true }) });
  const folder = join(base, name);
  await execa('git', ['clone', '--quiet', root, folder]);
  const dataFolder = join(base, 'data');
  if (prepared !== undefined)
    for (const part of ['.', 'cms', 'site', 'shared-types'])
      for (const entry of await readdir(join(prepared.folder, part)))
        if (made.includes(entry))
          await execa('cp', ['-a', join(prepared.folder, part, entry), join(folder, part)]);
  return { folder, dataFolder, remove };
}
