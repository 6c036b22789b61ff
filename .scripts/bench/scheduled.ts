import type { Editor } from './admin.ts';
import { pause, waitForText } from './live-text.ts';
import { type BenchStack, siteClient } from './stack.ts';
import { summarize } from './statistics.ts';
import { ledeEdit, type TargetPage } from './targets.ts';

/** Each takes a minute: times are planned by the minute. */
const rounds = 5;
const minute = 60_000;
/** Shorter would be past by the time it is planned, in milliseconds. */
const shortestNotice = 3_000;
const patience = 30_000;

/** Plans publishes of a page, and times each from the instant that was planned until visitors get it. */
export async function measureScheduled(stack: BenchStack, editor: Editor, page: TargetPage) {
  const site = siteClient(stack);
  const samples: number[] = [];
  let lost = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { type, documentId, data, path, text } = ledeEdit(page);
      await editor.save(type, documentId, data);
      const due = Math.ceil((Date.now() + shortestNotice) / minute) * minute;
      await editor.planPublish(type, documentId, new Date(due));
      await pause(due - Date.now());
      const live = await waitForText(site, path, text, patience);
      if (live === undefined) lost += 1;
      else samples.push(performance.timeOrigin + live - due);
    }
  } finally {
    site.close();
  }
  return { live: summarize(samples), lost };
}
