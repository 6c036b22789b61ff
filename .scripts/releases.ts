import { join } from 'node:path';
import { createReleaseStore } from '../site/publisher/releases.ts';
import { runMain } from './stack/failures.ts';
import { readSettings } from './stack/settings.ts';

/** `npm run releases`: what is kept, which release is live, and whether it is pinned. */
runMain(async () => {
  const { dataFolder } = await readSettings();
  const releases = createReleaseStore(join(dataFolder, 'site'), 10);
  const [current, pinned] = await Promise.all([releases.currentRelease(), releases.pinned()]);
  const rows = [];
  for (const release of (await releases.list()).toReversed()) {
    const { generation, time, files, codeVersion } = await releases.readManifest(release);
    const marks = [release === current ? 'live' : '', release === pinned ? 'pinned' : ''];
    const state = marks.filter(Boolean).join(', ');
    rows.push({ release, generation, time, files: Object.keys(files).length, codeVersion, state });
  }
  console.table(rows);
});
