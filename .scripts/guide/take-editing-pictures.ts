import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createEditor } from '../bench/admin.ts';
import { waitForStatus } from '../bench/publisher-status.ts';
import { createBenchStack } from '../bench/stack.ts';
import { runTasks } from '../stack/prepare.ts';
import { root } from '../stack/settings.ts';
import { openEditor } from './open-editor.ts';

const folder = join(root, 'docs', 'editing');
const planUid = 'api::plan.plan';
const pageUid = 'api::landing-page.landing-page';

/** An editor's day in pictures: what the guide tells of, in the order in which it does. */
export async function takeEditingPictures(): Promise<void> {
  const stack = await createBenchStack({ database: 'sqlite', titles: 'same' });
  try {
    await runTasks([
      { title: 'Start the CMS and seed the demo content', task: () => stack.startCms() },
      {
        title: 'Start the publisher and wait for the first release',
        task: async () => {
          await stack.startPublisher();
          await waitForStatus(stack, 'idle', ({ state }) => state === 'idle', 60_000);
        },
      },
      { title: 'Take the pictures', task: () => takeAll(stack.settings) },
    ]);
  } finally {
    await stack.stop();
  }
}

async function takeAll(settings: Parameters<typeof openEditor>[0]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const editor = createEditor(settings);
  const planId = (await editor.find('plan', 'name')).get('Pro') ?? '';
  const pages = await editor.find('landing-page', 'slug');
  const pageId = pages.get('python-for-backend-developers') ?? '';
  editor.close();
  const { page, openEntry, openPath, close } = await openEditor(settings);
  const take = async (name: string) => {
    // Notices come and go.
    for (const notice of ['Saved document', 'Published document'])
      await page.getByText(notice).last().waitFor({ state: 'hidden' });
    // Of a dialog that comes up, the end.
    await sharp(await page.screenshot({ animations: 'disabled' }))
      .png({ palette: true, effort: 10 })
      .toFile(join(folder, `${name}.png`));
  };
  const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
  const publish = () => page.getByRole('button', { name: 'Publish', exact: true }).click();
  const status = (words: RegExp) =>
    page.getByRole('region', { name: 'Live status' }).getByText(words).first().waitFor();
  const preview = page.getByRole('complementary', { name: 'Preview of the draft' });
  const plans = preview.frameLocator('iframe').locator('#plans');

  try {
    await openEntry(planUid, planId);
    await status(/Live since/);
    await page.getByLabel('Price').fill('15');
    await save();
    await status(/Changes not published/);
    await take('changed');

    await page.getByRole('button', { name: 'What will change' }).click();
    const changes = page.getByRole('dialog', { name: 'What will change' });
    await changes.getByRole('table').waitFor();
    await take('what-will-change');
    await changes.getByRole('button', { name: 'Close' }).last().click();

    await openEntry(pageUid, pageId);
    const topics = page.getByLabel('Topics');
    await topics.fill((await topics.inputValue()).replace('Django', 'Django, FastAPI'));
    await save();
    await status(/Changes not published/);
    await openPath('/admin/what-will-change');
    await page.getByText('Publishing changes 3 pages.').waitFor();
    await take('waiting');
    await openEntry(planUid, planId);
    await status(/Changes not published/);

    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await plans.getByText('$15', { exact: true }).waitFor();
    await page.getByText('Nothing stands in the way of publishing.').waitFor();
    await take('preview');
    await page.keyboard.press('Escape');

    await publish();
    await status(/Live since/);
    await take('live');

    const schedule = page.getByRole('region', { name: 'Schedule' });
    await schedule.getByRole('button', { name: 'Unpublish at …' }).click();
    const form = schedule.getByRole('group', { name: 'Unpublish at' });
    await form.getByLabel('Unpublish on').fill(`${new Date().getFullYear() + 1}-01-31`);
    await form.getByLabel('At', { exact: true }).fill('18:00');
    await form.getByRole('button', { name: 'Plan' }).click();
    await page.getByRole('button', { name: 'Unpublish all the same' }).click();
    await schedule.getByRole('button', { name: 'Cancel unpublishing' }).waitFor();
    await schedule.scrollIntoViewIfNeeded();
    await take('schedule');

    await page.getByRole('button', { name: 'Compare and restore' }).click();
    const comparison = page.getByRole('dialog', { name: 'Compare versions' });
    await comparison.getByRole('combobox', { name: 'Version', exact: true }).click();
    await page.getByRole('option').last().click();
    await comparison.getByRole('row').filter({ hasText: 'Price' }).waitFor();
    await take('history');
    await comparison.getByRole('button', { name: 'Close' }).last().click();

    await page.getByLabel('Address').first().fill('/nowhere/');
    await save();
    await page.getByText(/Publishing would (block|hold back)/).waitFor();
    await publish();
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor();
    await take('would-block');

    await openPath('/admin/content-manager/collection-types/api::landing-page.landing-page');
    await page.getByRole('grid').or(page.getByRole('table')).waitFor();
    await take('list');

    await openPath('/admin');
    await page.getByRole('heading', { name: 'Published last' }).waitFor();
    await page
      .getByText(/Live after/)
      .first()
      .waitFor();
    const planned = page.getByRole('group', { name: 'Planned' });
    await planned.getByText(/Unpublish/).waitFor();
    const marked = planned.getByRole('button', { name: /1 plan$/ });
    while (!(await marked.isVisible()))
      await planned.getByRole('button', { name: 'Next month' }).click();
    await page.getByText(/waits? to be published/).waitFor();
    // Tools of a widget are shown while it has the mouse or the focus.
    await page.getByRole('heading', { name: /^Hello/ }).click();
    await take('welcome');
  } finally {
    await close();
  }
}
