import type { Editor } from './admin.ts';
import { countShowing } from './count-showing.ts';
import { pause, waitForText } from './live-text.ts';
import { type BenchStack, siteClient } from './stack.ts';
import { round, summarize } from './statistics.ts';
import { type Edit, ledeEdit, priceEdit, type TargetPage } from './targets.ts';

/** Milliseconds; null for a publish that never appeared or whose message never came. */
interface Sample {
  request: number;
  live: number | null;
  sinceCommit: number | null;
}

/** What was published in a row, or in several rows together. */
export type TimedPublishes = ReturnType<typeof summarizePublishes>;

/** Longest that a publish may take before it counts as lost. */
const patience = (pages: number) => 15_000 + 150 * pages;

/** Publishes a page's text again and again, and times each until visitors get it. */
export async function measurePublishes(
  stack: BenchStack,
  editor: Editor,
  page: TargetPage,
  count: number,
  pages: number,
) {
  const edits = Array.from({ length: count }, () => ledeEdit(page));
  return timeEdits(stack, editor, edits, patience(pages));
}

/** Publishes a plan's price, which is on every landing page. */
export async function measureSiteWide(
  stack: BenchStack,
  editor: Editor,
  all: readonly TargetPage[],
  plan: string,
  count: number,
) {
  const last = all.at(-1);
  if (last === undefined) throw new Error('There is no page that shows the plan.');
  const edits = Array.from({ length: count }, () => priceEdit(plan, last.path));
  const timed = await timeEdits(stack, editor, edits, patience(all.length));
  const shown = await countShowing(stack, all, edits.at(-1)?.text ?? '');
  return { ...timed, pages: all.length, stale: all.length - shown };
}

async function timeEdits(
  stack: BenchStack,
  editor: Editor,
  edits: readonly Edit[],
  patience: number,
) {
  const site = siteClient(stack);
  const samples: Sample[] = [];
  const refused: string[] = [];
  try {
    for (const { type, documentId, data, path, text } of edits) {
      const start = performance.now();
      const request = editor.publish(type, documentId, data).then(
        () => performance.now() - start,
        (error: unknown) => void refused.push(String(error)),
      );
      const live = await waitForText(site, path, text, patience);
      const commit = stack.relay.times.find((time) => time >= start);
      samples.push({
        request: round((await request) ?? Number.NaN),
        live: live === undefined ? null : round(live - start),
        sinceCommit: live === undefined || commit === undefined ? null : round(live - commit),
      });
      await pause(50 + Math.random() * 150);
    }
  } finally {
    site.close();
  }
  return summarizePublishes(samples, refused);
}

/** Percentiles of what was measured, with the measurements themselves. */
export function summarizePublishes(samples: readonly Sample[], refused: readonly string[]) {
  const known = (values: (number | null)[]) => values.filter((value) => value !== null);
  return {
    request: summarize(samples.map(({ request }) => request).filter(Number.isFinite)),
    live: summarize(known(samples.map(({ live }) => live))),
    sinceCommit: summarize(known(samples.map(({ sinceCommit }) => sinceCommit))),
    lost: samples.filter(({ live }) => live === null).length,
    refused,
    samples,
  };
}
