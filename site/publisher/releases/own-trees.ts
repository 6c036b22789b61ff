import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FileTable } from './file-table.ts';
import { isLoss } from './object-store.ts';
import { aboutFile, linkedTree, newTree, type SiteTree } from './site-tree.ts';

/**
 * The trees that this process has made and therefore knows; one of them may be the live one.
 * @param current the link to the tree that visitors are shown
 */
export function createOwnTrees(folder: string, current: string) {
  let own: SiteTree[] = [];
  return {
    names: () => own.map(({ name }) => name),
    /** The tree that visitors are not shown; made, and empty, when there is none. */
    hidden: async (): Promise<SiteTree> => {
      const live = await linkedTree(current);
      // One that was deleted meanwhile would go live with what differs, and nothing else.
      own = own.filter(
        ({ files, path }) =>
          files === FileTable.empty || (files !== undefined && existsSync(join(path, aboutFile))),
      );
      const known = own.find(({ name }) => name !== live);
      if (known !== undefined) return known;
      const tree = newTree(folder);
      own.push(tree);
      return tree;
    },
    /** For a change of a tree that has failed: what is in it, and on disk, is not known any more. */
    forget:
      (tree: SiteTree) =>
      (error: unknown): never => {
        own = own.filter((each) => each !== tree);
        throw error;
      },
    forgetAll: () => {
      own = [];
    },
    /** Id of the release that the live tree holds, by what is in it or by what stands beside it. */
    liveRelease: async (): Promise<string | undefined> => {
      const name = await linkedTree(current);
      if (name === undefined || !existsSync(join(folder, name))) return undefined;
      const sources = [
        [join(folder, name, aboutFile), 'release'],
        [join(folder, `${name}.json`), 'id'],
      ] as const;
      for (const [path, key] of sources)
        try {
          const { data } = z
            .looseObject({ [key]: z.string() })
            .safeParse(JSON.parse(await readFile(path, 'utf8')));
          if (data !== undefined) return data[key];
        } catch (error) {
          if (!isLoss(error)) throw error;
        }
      return undefined;
    },
  };
}
