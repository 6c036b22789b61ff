import { join } from 'node:path';
import { execa } from 'execa';
import { provideTools, toolsFolder } from '../site/checks/tools.ts';
import { provideChromium } from './stack/chromium.ts';
import { runMain } from './stack/failures.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { readSettings, root } from './stack/settings.ts';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
/** Odd, so that one run is in the middle: timings depend on what else the machine does. */
const runs = 3;

const demoPaths = [
  '/python-for-backend-developers/',
  '/es/python-para-desarrolladores-backend/',
  '/',
];

interface Report {
  categories: Record<(typeof categories)[number], { score: number }>;
  audits: Record<string, { displayValue?: string; details?: { items?: AuditItem[] } }>;
}
interface AuditItem {
  type?: string;
  selector?: string;
}

/**
 * `npm run lighthouse`: what Lighthouse's mobile preset says of the demo pages behind the publisher's
 * own server, or of the pages whose addresses are named after `--`; the median of three runs. Ends
 * with 1 where a category is below 100 or the largest thing painted is no text.
 */
runMain(async () => {
  const settings = await readSettings();
  const named = process.argv.slice(2);
  await runTasks([
    buildTask('shared types', settings),
    buildTask('code of the site', settings),
    { title: 'Install the programs that judge the pages', task: provideTools },
  ]);
  const chromium = await provideChromium();
  if (named.length > 0) return measureAll(named, chromium);
  // Loaded late: it needs the shared types, which are built only now.
  const { serveDemoSite } = await import('../site/checks/demo-site.ts');
  const site = await serveDemoSite();
  try {
    await measureAll(
      demoPaths.map((path) => site.url + path),
      chromium,
    );
  } finally {
    await site.close();
  }
});

async function measureAll(addresses: readonly string[], chromium: string): Promise<void> {
  for (const address of addresses) {
    const reports: Report[] = [];
    for (let run = 0; run < runs; run += 1) reports.push(await measure(address, chromium));
    reports.sort((one, other) => performanceOf(one) - performanceOf(other));
    const median = reports[(runs - 1) / 2];
    if (median !== undefined) show(address, median);
  }
}

async function measure(address: string, chromium: string): Promise<Report> {
  const program = join(toolsFolder, 'node_modules', 'lighthouse', 'cli', 'index.js');
  const { stdout } = await execa(
    'node',
    [
      program,
      address,
      '--quiet',
      '--output=json',
      `--only-categories=${categories.join(',')}`,
      '--chrome-flags=--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync',
    ],
    { env: { CHROME_PATH: chromium }, preferLocal: true, localDir: root },
  );
  return JSON.parse(stdout);
}

function show(address: string, { categories: scores, audits }: Report): void {
  const percents = categories.map((name) => [name, Math.round(scores[name].score * 100)] as const);
  const largest = nodesOf(audits['lcp-breakdown-insight']).join(', ');
  const isText = /(^|[ >])(h[1-6]|p|li|span|summary|td|dd)[^ >]*$/.test(largest);
  console.log(`\n${address}`);
  for (const [name, percent] of percents) console.log(`  ${name.padEnd(16)}${percent}`);
  for (const name of ['largest-contentful-paint', 'cumulative-layout-shift', 'total-blocking-time'])
    console.log(`  ${name}: ${audits[name]?.displayValue}`);
  console.log(`  largest thing painted: ${largest}, ${isText ? 'text' : 'no text'}`);
  if (!isText || percents.some(([, percent]) => percent < 100)) process.exitCode = 1;
}

const nodesOf = (audit: Report['audits'][string] | undefined) =>
  (audit?.details?.items ?? []).flatMap(({ type, selector }) =>
    type === 'node' && selector ? [selector] : [],
  );

const performanceOf = ({ categories: { performance } }: Report) => performance.score;
