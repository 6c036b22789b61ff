import { join } from 'node:path';
import { createReleaseStore } from '../site/publisher/releases/release-store.ts';
import { runMain } from './stack/failures.ts';
import { readSettings } from './stack/settings.ts';

/** `npm run releases`: what is kept, which release is live, and whether it is pinned. */
runMain(async () => {
  const { dataFolder } = await readSettings();
  const releases = createReleaseStore(join(dataFolder, 'site'));
  const [current, pinned] = await Promise.all([releases.currentRelease(), releases.pinned()]);
  const rows = [];
  for (const id of (await releases.list()).toReversed()) {
    const { origin, generation, time, files, codeVersion } = await releases.read(id);
    const marks = [id === current ? 'live' : '', id === pinned ? 'pinned' : ''];
    const state = marks.filter(Boolean).join(', ');
    rows.push({
      release: origin,
      generation,
      time,
      files: files.paths().length,
      codeVersion,
      state,
    });
  }
  console.table(rows);
});
