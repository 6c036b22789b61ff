import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compressQuickly, compressWell } from './compress.ts';
import type { RunContext } from './publish-run.ts';
import { pathOfFile } from './release-paths.ts';
import { type FindBytes, ifAbsent } from './releases/restore-object.ts';

/**
 * Where the bytes of a live file can be had beside the trees: with the code, in a cache, by
 * compressing once more, or by rendering, which gives the same while the content is the same.
 * @param context undefined while the publisher is starting
 * @param folders that have files of a release, by how their paths begin
 */
export const createFindBytes = (
  context: () => Pick<RunContext, 'state' | 'releases' | 'renderer'> | undefined,
  folders: Record<string, string>,
): FindBytes =>
  async function* (path) {
    for (const [start, folder] of Object.entries(folders)) {
      if (!path.startsWith(start)) continue;
      const bytes = await readFile(join(folder, path.slice(start.length))).catch(ifAbsent);
      if (bytes !== undefined) yield bytes;
    }
    const running = context();
    if (running === undefined) return;
    const { state, releases, renderer } = running;
    const suffix = /\.(?:br|gz)$/.exec(path)?.[0];
    if (suffix !== undefined) {
      const source = state.live?.files.get(path.slice(0, -suffix.length));
      if (source === undefined || !(await releases.objects.isSound(source.hash))) return;
      const bytes = await releases.objects.read(source.hash);
      for (const compress of [compressQuickly, compressWell]) {
        const variant = new Map(Object.entries(await compress(bytes))).get(suffix);
        if (variant !== undefined) yield variant;
      }
    } else if (state.content !== undefined && /\.(?:html|xml|txt|30[12])$/.test(path)) {
      yield (await renderer.render(pathOfFile(path))).body;
    }
  };
