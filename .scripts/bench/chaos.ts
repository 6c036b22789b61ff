import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createReleaseStore } from '../../site/publisher/releases/release-store.ts';
import { createAsk } from '../../site/src/cms/client.ts';
import { readContent } from '../../site/src/cms/read-content.ts';
import { runTasks } from '../stack/prepare.ts';
import { createEditor } from './admin.ts';
import { pause, waitForText } from './live-text.ts';
import { waitForStatus } from './publisher-status.ts';
import { type BenchStack, createBenchStack, siteClient } from './stack.ts';
import { round, summarize } from './statistics.ts';
import { ledeEdit, readTargets } from './targets.ts';

/** Longest from the restart until what is committed has to be live, in milliseconds. */
const patience = 60_000;

/**
 * What `npm run chaos -- --kills 200` does: publishes, kills the publisher or the CMS at a random moment of it,
 * and looks each time whether `current` is one complete release and whether everything that was
 * committed goes live after the restart.
 */
export async function chaos(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { kills: { type: 'string', default: '200' } } });
  const kills = Number(values.kills);
  if (!Number.isInteger(kills) || kills < 1)
    throw new Error(`--kills is "${values.kills}". Give a whole number, such as --kills 200.`);
  const stack = await createBenchStack({ database: 'sqlite', titles: 'same' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stack.stop().then(() => process.exit(1)));
  try {
    await runTasks([
      { title: 'Start the CMS and seed the demo content', task: () => stack.startCms() },
      { title: 'Start the publisher', task: () => stack.startPublisher() },
    ]);
    await killAgainAndAgain(stack, kills);
  } finally {
    await stack.stop();
  }
}

async function killAgainAndAgain(stack: BenchStack, kills: number): Promise<void> {
  await waitForStatus(stack, 'its first release', ({ release }) => release !== null, patience);
  const editor = createEditor(stack.settings);
  const site = siteClient(stack);
  const { pages } = await readTargets(stack);
  const [page] = pages;
  if (page === undefined) throw new Error('There is no page to publish.');
  const times: number[] = [];
  const killed = { cms: 0, publisher: 0 };
  let refused = 0;
  for (let index = 1; index <= kills; index += 1) {
    // The CMS takes seconds to start again: it is the victim more seldom.
    const victim = Math.random() < 0.15 ? 'cms' : 'publisher';
    const edit = ledeEdit(page);
    const publish = editor.publish(edit.type, edit.documentId, edit.data).catch(() => {
      refused += 1;
    });
    await pause(Math.random() * 250);
    await stack.kill(victim);
    killed[victim] += 1;
    await refuseDamage(stack, index);
    await publish;
    if (victim === 'cms') await stack.startCms();
    else await stack.startPublisher();
    const start = performance.now();
    const text = await publishedLede(stack, edit.documentId);
    if ((await waitForText(site, page.path, text, patience)) === undefined)
      throw new Error(`Kill ${index}: "${text}" is committed, but was not live within a minute.`);
    times.push(round(performance.now() - start));
    if (index % 20 === 0) console.log(`  ${index} kills survived`);
  }
  editor.close();
  site.close();
  console.table([{ ...killed, 'publishes cut off': refused, ...summarize(times) }]);
  console.log('Milliseconds from the restart until what was committed was live. Nothing was lost.');
}

/** @throws Error when `current` is anything but one complete release */
async function refuseDamage({ settings }: BenchStack, index: number): Promise<void> {
  const releases = createReleaseStore(join(settings.dataFolder, 'site'));
  const id = await releases.currentRelease();
  const damaged =
    id === undefined ? ['all'] : await releases.findLiveDamage(await releases.read(id));
  if (damaged.length > 0)
    throw new Error(`Kill ${index}: the live release ${id} is not whole: ${damaged.join(', ')}.`);
}

/** The text that the CMS has committed, whether or not it could still say so. */
async function publishedLede({ settings }: BenchStack, documentId: string): Promise<string> {
  const ask = createAsk(settings.cmsUrl, settings.environment.SITE_TOKEN ?? '');
  const { LandingPage } = await readContent(ask);
  const page = LandingPage.find((each) => each.documentId === documentId && each.locale === 'en');
  return page?.lede ?? '';
}
