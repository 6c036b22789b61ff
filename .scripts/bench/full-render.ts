import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../stack/settings.ts';
import { buildSite } from '../stack/site.ts';
import type { Editor } from './admin.ts';
import { largestWhile, peakMemory } from './process-memory.ts';
import { waitForStatus } from './publisher-status.ts';
import type { BenchStack } from './stack.ts';
import { round } from './statistics.ts';
import { ledeEdit, type TargetPage } from './targets.ts';

/**
 * Starts a publisher with an empty folder and waits for its first release. The share image of every
 * page is drawn, too, which takes far longer than its text.
 */
export async function measureFullRender(stack: BenchStack, pages: number) {
  const start = performance.now();
  const pid = await stack.startEmptyPublisher();
  const status = await waitForStatus(
    stack,
    'its first release',
    ({ state, release, runs }) => state === 'idle' && release !== null && runs.length > 0,
    60_000 + 1_500 * pages,
  );
  return {
    seconds: round((performance.now() - start) / 1000),
    peakMegabytes: await peakMemory(pid),
    rendered: status.runs[0]?.rendered,
    timings: status.runs[0]?.timings ?? {},
  };
}

/** Publishes a change, then builds the whole site with `astro build`, without caches. */
export async function measureBuild(stack: BenchStack, editor: Editor, page: TargetPage) {
  const { type, documentId, data, path, text } = ledeEdit(page);
  await editor.publish(type, documentId, data);
  await rm(join(root, 'site', '.cache'), { recursive: true, force: true });
  const start = performance.now();
  let pid = 0;
  const build = buildSite(stack.settings, (id) => {
    pid = id;
  });
  const { largest } = await largestWhile(build, async () => (pid ? peakMemory(pid) : undefined));
  const seconds = round((performance.now() - start) / 1000);
  const html = await readFile(join(root, 'site', 'dist', path, 'index.html'), 'utf8');
  return { seconds, peakMegabytes: largest, showsTheChange: html.includes(text) };
}
