import { join } from 'node:path';
import { createReleaseStore } from '../site/publisher/releases/release-store.ts';
import { describeRelease, type ReleaseFacts } from './releases/describe-release.ts';
import { readChanges } from './releases/read-changes.ts';
import { runMain } from './stack/failures.ts';
import { readSettings } from './stack/settings.ts';

/**
 * `npm run releases`: what is kept, newest first, which release is live, whether it is pinned, and
 * what each one changed, if the CMS answers.
 */
runMain(async () => {
  const { dataFolder, cmsUrl, environment } = await readSettings();
  const key = environment.PUBLISHER_KEYS?.split(',')[0] ?? '';
  const { releases, unreadable } = await readReleases(join(dataFolder, 'site'));
  for (const text of unreadable) console.warn(text);
  if (releases.length === 0)
    throw new Error(
      `There is no release ${unreadable.length > 0 ? 'that can be read ' : ''}in ${join(dataFolder, 'site')} yet. Start the publisher with "npm start", or set DATA_DIR to its folder.`,
    );
  let warning: string | undefined;
  const texts: string[] = [];
  for (const [index, release] of releases.entries()) {
    const before = releases[index - 1];
    if (before !== undefined && warning === undefined)
      await readChanges(cmsUrl, key, before, release).then(
        (changes) => {
          release.changes = changes;
        },
        (error: Error) => {
          warning = error.message;
        },
      );
    texts.unshift(describeRelease(release, before));
  }
  console.log(`\n${texts.join('\n\n')}`);
  if (warning !== undefined) console.warn(`\n${warning}`);
});

/** Oldest first; of a release and those that finish it the last one stands for all. Others are named. */
async function readReleases(
  folder: string,
): Promise<{ releases: ReleaseFacts[]; unreadable: string[] }> {
  const store = createReleaseStore(folder);
  const [ids, current, pin] = await Promise.all([
    store.list(),
    store.currentRelease(),
    store.pinned(),
  ]);
  const byOrigin = new Map<string, ReleaseFacts>();
  const unreadable: string[] = [];
  for (const id of ids) {
    const release = await store.read(id).catch((error: unknown) => {
      const cause = error instanceof Error ? error.message : error;
      unreadable.push(
        `Could not read the release ${id}: ${cause}. A publisher that runs leaves it aside.`,
      );
    });
    if (release === undefined) continue;
    const { origin, generation, changeId, time, files, codeVersion } = release;
    const known = byOrigin.get(origin);
    byOrigin.set(origin, {
      origin,
      generation,
      changeId,
      time,
      files: files.paths().length,
      codeVersion,
      isLive: id === current || known?.isLive === true,
      isPinned: id === pin || known?.isPinned === true,
    });
  }
  return { releases: [...byOrigin.values()], unreadable };
}
