import { join } from 'node:path';
import { createReleaseStore } from '../site/publisher/releases/release-store.ts';
import { runMain } from './stack/failures.ts';
import { readSettings } from './stack/settings.ts';

/** One change, as the CMS tells it. */
interface Change {
  type: string;
  action: string;
  title: string | null;
  actor: string | null;
}

const named = 3;

/**
 * `npm run releases`: what is kept, which release is live, whether it is pinned, and what each one
 * changed, if the CMS answers.
 */
runMain(async () => {
  const { dataFolder, cmsUrl, environment } = await readSettings();
  const releases = createReleaseStore(join(dataFolder, 'site'));
  const [current, pinned] = await Promise.all([releases.currentRelease(), releases.pinned()]);
  const key = environment.PUBLISHER_KEYS?.split(',')[0] ?? '';
  const rows = [];
  let warning: string | undefined;
  let earlier: number | undefined;
  for (const id of await releases.list()) {
    const { origin, generation, time, files, codeVersion } = await releases.read(id);
    const marks = [id === current ? 'live' : '', id === pinned ? 'pinned' : ''];
    const state = marks.filter(Boolean).join(', ');
    const changes =
      earlier === undefined || warning !== undefined
        ? ''
        : await readChanges(cmsUrl, key, earlier, generation).catch((error: Error) => {
            warning = error.message;
            return '';
          });
    earlier = generation;
    rows.unshift({
      release: origin,
      generation,
      time,
      files: files.paths().length,
      codeVersion,
      state,
      changes,
    });
  }
  console.table(rows);
  if (warning !== undefined) console.warn(warning);
});

/** @throws Error in one sentence when the CMS does not tell */
async function readChanges(url: string, key: string, after: number, to: number): Promise<string> {
  const response = await fetch(new URL(`/api/release-changes?after=${after}&to=${to}`, url), {
    headers: { 'x-lectern-key': key },
  }).catch((cause: unknown) => {
    throw new Error(
      `Could not ask the CMS at ${url} what each release changed: it does not answer. Start it and try again.`,
      { cause },
    );
  });
  if (!response.ok)
    throw new Error(
      `Could not ask the CMS at ${url} what each release changed: it answered ${response.status}. Look into its log.`,
    );
  const changes = (await response.json()) as Change[];
  const texts = changes.map(
    ({ type, action, title, actor }) =>
      `${action} ${type} "${title ?? '(untitled)'}" by ${actor ?? 'the CMS itself'}`,
  );
  const more = texts.length > named ? [`and ${texts.length - named} more`] : [];
  return [...texts.slice(0, named), ...more].join('; ');
}
