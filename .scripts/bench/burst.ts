import type { Editor } from './admin.ts';
import { pause, waitForText } from './live-text.ts';
import { followRuns, waitForStatus } from './publisher-status.ts';
import { type BenchStack, siteClient } from './stack.ts';
import { round } from './statistics.ts';
import { ledeEdit, type TargetPage } from './targets.ts';

const editors = 8;
const spread = 10_000;

/**
 * Several editors publish at once, `count` times in 10 s if the CMS keeps up. Each keeps to pages of
 * its own, so that it is known which text must stand on each page in the end.
 */
export async function measureBurst(
  stack: BenchStack,
  editor: Editor,
  pages: readonly TargetPage[],
  count: number,
) {
  const used = pages.slice(0, 5 * editors);
  const crew = Math.min(editors, used.length);
  const followed = await followRuns(stack);
  const messages = stack.relay.times.length;
  const start = performance.now();
  const last = new Map<string, string>();
  const refused: string[] = [];

  const edit = async (turn: number, page: TargetPage) => {
    await pause(Math.max(0, start + (turn * spread) / count - performance.now()));
    const { type, documentId, data, path, text } = ledeEdit(page);
    try {
      await editor.publish(type, documentId, data);
      last.set(path, text);
    } catch (error) {
      refused.push(String(error));
    }
  };
  const work = async (member: number) => {
    const own = used.filter((_, index) => index % crew === member);
    for (let turn = member, round = 0; turn < count; turn += crew, round += 1) {
      const page = own[round % own.length];
      if (page) await edit(turn, page);
    }
  };
  await Promise.all(Array.from({ length: crew }, (_, member) => work(member)));
  const published = performance.now();

  const site = siteClient(stack);
  const lost: string[] = [];
  let lastLive = 0;
  for (const [path, text] of last) {
    const live = await waitForText(site, path, text, 15_000 + 150 * pages.length);
    if (live === undefined) lost.push(path);
    else lastLive = Math.max(lastLive, live);
  }
  site.close();
  const isSettled = await waitForStatus(
    stack,
    'the end of the burst',
    ({ state, liveGeneration, cmsGeneration }) =>
      state === 'idle' && liveGeneration === cmsGeneration,
    60_000,
  ).then(
    () => true,
    () => false,
  );
  const lastCommit = stack.relay.times.at(-1) ?? published;
  const publisher = await followed.stop();
  return {
    publishes: count,
    editors: crew,
    pages: last.size,
    seconds: round((published - start) / 1000),
    refused,
    lost,
    messages: stack.relay.times.length - messages,
    lastCommitToLastLive: lastLive === 0 ? null : round(lastLive - lastCommit),
    runs: publisher.runs.length,
    failedRuns: publisher.failures,
    isSettled,
  };
}
