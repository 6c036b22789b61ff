import type { Editor, EntryType } from './admin.ts';
import { round, summarize } from './statistics.ts';
import { ledeEdit, priceEdit, type TargetPage } from './targets.ts';

const repetitions = 20;

/** What an editor waits for after a save: what will change on the pages, and what waits at all. */
export async function measureChecks(editor: Editor, page: TargetPage, plan: string) {
  const edits = [ledeEdit(page), priceEdit(plan, page.path)];
  for (const { type, documentId, data } of edits) await editor.save(type, documentId, data);
  const check = async (type: EntryType, documentId: string, isWhole = false) => {
    const start = performance.now();
    const { checked } = await editor.check(type, documentId, isWhole);
    return { checked, time: performance.now() - start };
  };
  const repeat = async (type: EntryType, documentId: string) => {
    // The first one starts the thread that renders.
    await check(type, documentId);
    const samples = [];
    for (let count = 0; count < repetitions; count += 1)
      samples.push(await check(type, documentId));
    return {
      pages: samples[0]?.checked ?? 0,
      times: summarize(samples.map(({ time }) => time)),
    };
  };
  const ofPage = await repeat('landing-page', page.documentId);
  const ofPlan = await repeat('plan', plan);
  const whole = await check('plan', plan, true);
  const lists = [];
  for (let count = 0; count < repetitions; count += 1) {
    const start = performance.now();
    await editor.countWaiting();
    lists.push(performance.now() - start);
  }
  return {
    ofPage,
    ofPlan,
    ofAll: { pages: whole.checked, seconds: round(whole.time / 1000) },
    waiting: summarize(lists),
  };
}
