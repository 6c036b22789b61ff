import { createEditor } from './admin.ts';
import { measureBurst } from './burst.ts';
import { measureChecks } from './checks.ts';
import { countShowing } from './count-showing.ts';
import { measureBuild, measureFullRender } from './full-render.ts';
import { measureHistory } from './history.ts';
import type { BenchOptions, Part } from './options.ts';
import { measurePublishes, measureSiteWide } from './publish-to-live.ts';
import { measureScheduled } from './scheduled.ts';
import { measureServing } from './serving.ts';
import type { BenchStack, VersionMarks } from './stack.ts';
import { measureSwitches } from './switches.ts';
import { readTargets } from './targets.ts';

const siteWideRepetitions = 3;
const fewPages = 10;

/** Everything that was measured with one number of pages; what failed says why instead. */
export interface SizeResult {
  wanted: number;
  pages?: number;
  live?: number;
  render?: Awaited<ReturnType<typeof measureFullRender>>;
  build?: Awaited<ReturnType<typeof measureBuild>>;
  publish?: Awaited<ReturnType<typeof measurePublishes>>;
  siteWide?: Awaited<ReturnType<typeof measureSiteWide>>;
  burst?: Awaited<ReturnType<typeof measureBurst>>;
  serving?: Awaited<ReturnType<typeof measureServing>>;
  checks?: Awaited<ReturnType<typeof measureChecks>>;
  scheduled?: Awaited<ReturnType<typeof measureScheduled>>;
  history?: Awaited<ReturnType<typeof measureHistory>>;
  /** Measured once, after the last number of pages. */
  versions?: VersionMarks & { count: number };
  switching?: Awaited<ReturnType<typeof measureSwitches>>;
  failures: string[];
}

/** Brings the stack to a number of pages and measures it. Writes into `result` as it goes. */
export async function measureSize(
  stack: BenchStack,
  options: BenchOptions,
  result: SizeResult,
): Promise<void> {
  const say = (text: string) => console.log(`  ${new Date().toTimeString().slice(0, 8)}  ${text}`);
  const run = async (name: string, work: () => Promise<void>) => {
    say(name);
    await work().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      result.failures.push(`${name}: ${message}`);
      say(`  failed: ${message}`);
    });
  };
  const part = async (name: Part, title: string, work: () => Promise<void>) => {
    if (options.parts.includes(name)) await run(title, work);
  };

  say('copy pages and start the CMS');
  await stack.stopPublisher();
  await stack.stopCms();
  await stack.clonePages(result.wanted);
  await stack.startCms();
  const targets = await readTargets(stack);
  result.pages = targets.count;
  const { pages, plan } = targets;
  const page = pages.find(({ path }) => path.startsWith('/bench-')) ?? pages.at(-1);
  if (page === undefined) throw new Error('There is no page to measure.');
  const editor = createEditor(stack.settings);
  try {
    say(`render all ${targets.count} pages`);
    result.render = await measureFullRender(stack, targets.count);
    result.live = await countShowing(stack, pages);
    if (result.live !== pages.length)
      result.failures.push(`${pages.length - result.live} pages are not live`);
    await part('publish', `${options.publishes} publishes of one page`, async () => {
      result.publish = await measurePublishes(stack, editor, page, options.publishes, pages.length);
    });
    await part('burst', `${options.burst} publishes in 10 s`, async () => {
      result.burst = await measureBurst(stack, editor, pages, options.burst);
    });
    const repetitions = pages.length > fewPages ? siteWideRepetitions : options.publishes;
    await part(
      'site-wide',
      `${repetitions} changes of a price on ${pages.length} pages`,
      async () => {
        result.siteWide = await measureSiteWide(stack, editor, pages, plan, repetitions);
      },
    );
    await part('switch', `${options.switches} switches under load`, async () => {
      result.switching = await measureSwitches(stack, editor, page, options.switches);
    });
    await part('serve', 'serve the page under load', async () => {
      result.serving = await measureServing(stack, page, options.seconds);
    });
    await part('check', 'look at what will change', async () => {
      result.checks = await measureChecks(editor, page, plan);
    });
    // What these cost is the same however many pages there are.
    if (result.wanted === options.pages[0]) {
      await part('schedule', 'a publish a minute, as planned', async () => {
        result.scheduled = await measureScheduled(stack, editor, page);
      });
      const { publishes } = options;
      await part('history', `${publishes} publishes each without and with history`, async () => {
        result.history = await measureHistory(stack, editor, page, publishes, pages.length);
      });
    }
    await part('render', 'the same with astro build', async () => {
      // Alone on the machine, as the publisher was.
      await stack.stopPublisher();
      result.build = await measureBuild(stack, editor, page);
    });
  } finally {
    editor.close();
  }
}
