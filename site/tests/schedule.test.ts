import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { movePlan } from '../../cms/tests/harness/move-plan.ts';
import { startPostgres } from '../../cms/tests/harness/postgres.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { startTestCms } from '../../cms/tests/harness/test-cms.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';
import { createPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const { uid } = contentTypes.Faq;
const question = 'When is this published?';
let admin: AdminClient;
let id: string;

beforeEach(async () => {
  admin = await loginAsAdmin(cms);
  id = (await admin.create('Faq', { ...samples.faq, question })).data.documentId;
});

const panel = (page: Page) => page.getByRole('region', { name: 'Schedule' });
const stateIn = (page: Page) => panel(page).getByRole('status').first();
const says = (page: Page, words: RegExp) => stateIn(page).filter({ hasText: words }).waitFor();

test('an editor plans by keyboard, changes, finds it on the welcome page, and cancels', async () => {
  const { page, openEntry, openWelcomePage, takePicture } = await openAdmin(cms, 'strapi-editor', {
    timezoneId: 'Europe/Madrid',
  });
  await openEntry(uid, id);
  await says(page, /^Nothing is planned\.$/);
  await panel(page).getByRole('button', { name: 'Publish at …', exact: true }).focus();
  await page.keyboard.press('Enter');
  const form = panel(page).getByRole('group', { name: 'Publish at', exact: true });
  expect(await form.getByLabel('Publish on').evaluate((it) => it === document.activeElement)).toBe(
    true,
  );
  const year = new Date().getFullYear() + 1;
  const [spring, autumn] = [lastSunday(year, 2), lastSunday(year, 9)];

  await form.getByLabel('Publish on').fill(spring);
  await form.getByLabel('At', { exact: true }).fill('02:30');
  await form
    .getByRole('alert')
    .filter({ hasText: 'Choose 01:30 (UTC+01:00) or 03:30 (UTC+02:00).' })
    .waitFor();
  expect(await violations(page, 'section[aria-label="Schedule"]')).toEqual([]);
  await takePicture('schedule-missing-time');

  await form.getByLabel('Publish on').fill(autumn);
  await form.getByRole('radio', { name: 'The second (UTC+01:00)' }).click();
  await form.getByText('Europe/Madrid, UTC+01:00').waitFor();
  expect(await violations(page, 'section[aria-label="Schedule"]')).toEqual([]);
  await takePicture('schedule-time-twice');
  await form.getByLabel('At', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await says(page, /Publish on .*, 02:30 \(UTC\+01:00\).*Planned by Robin/s);

  await panel(page).getByRole('button', { name: 'Change publishing' }).click();
  await form.getByLabel('At', { exact: true }).fill('09:00');
  await form.getByRole('button', { name: 'Plan' }).click();
  await says(page, /Publish on .*, 09:00 \(UTC\+01:00\)/);
  await panel(page).getByRole('button', { name: 'Unpublish at …' }).waitFor();
  expect(await violations(page, 'section[aria-label="Schedule"]')).toEqual([]);
  await takePicture('schedule-planned');

  await openWelcomePage();
  const widget = page.locator('[data-strapi-widget-id="global::planned"]');
  await widget.getByText('09:00 (UTC+01:00) Publish: question and answer').waitFor();
  const ours = '[data-strapi-widget-id="global::planned"] [role="group"]';
  expect(await violations(page, ours)).toEqual([]);
  await widget.scrollIntoViewIfNeeded();
  await takePicture('schedule-welcome');
  await widget.getByRole('link', { name: `“${question}”` }).click();
  await panel(page).getByRole('button', { name: 'Cancel publishing' }).click();
  await says(page, /^Nothing is planned\.$/);
});

test('the calendar of the welcome page marks days on the clock of the editor, who chooses one by keyboard', async () => {
  const language = 'es-ES';
  const timeZone = 'Europe/Madrid';
  const { page, openWelcomePage, takePicture } = await openAdmin(cms, 'strapi-editor', {
    locale: language,
    timezoneId: timeZone,
  });
  // The last day of a month in universal time, and the first of the next one in Madrid.
  const now = new Date();
  const due = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 3, 0, 23, 30));
  for (const action of ['publish', 'unpublish'])
    await admin.request('POST', `/schedule/${uid}/${id}/${action}?locale=en`, {
      wallTime: `${due.toISOString().slice(0, 14)}${action === 'publish' ? 30 : 45}`,
      timeZone: 'UTC',
    });
  const name = (time: Date, style: Intl.DateTimeFormatOptions) =>
    time.toLocaleDateString(language, { timeZone, year: 'numeric', month: 'long', ...style });
  const longDay = { weekday: 'long', day: 'numeric' } as const;

  await openWelcomePage();
  const widget = page.locator('[data-strapi-widget-id="global::planned"]');
  const agenda = widget.getByRole('region', { name: 'Agenda' });
  const month = widget.getByRole('grid');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(await month.getByRole('columnheader').first().getAttribute('aria-label')).toBe('lunes');
  const today = month.locator('[aria-current="date"]');
  expect(await today.getAttribute('aria-label')).toContain(name(new Date(), longDay));
  await today.focus();
  const first = `${name(due, longDay)}: 2 plans`;
  const next = widget.getByRole('heading', { name: name(due, {}) });
  for (let n = 0; n < 3 && !(await next.isVisible()); n += 1) await page.keyboard.press('PageDown');
  for (let n = 0; n < 31 && (await focused()) !== first; n += 1)
    await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe(first);
  expect(await month.getByRole('button', { name: /: \d+ plan/ }).count()).toBe(1);

  await page.keyboard.press('Enter');
  expect(await month.getByRole('button', { pressed: true }).getAttribute('aria-label')).toBe(first);
  const plans = agenda.getByRole('listitem').filter({ hasText: /(Publish|Unpublish): / });
  expect(await plans.count()).toBe(2);
  expect(
    await violations(page, '[data-strapi-widget-id="global::planned"] [role="group"]'),
  ).toEqual([]);
  await takePicture('schedule-calendar');

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await agenda.getByText('Nothing is planned.').waitFor();
  await agenda.getByRole('button', { name: 'Show all' }).click();
  expect(await agenda.evaluate((it) => it === document.activeElement)).toBe(true);
  await agenda.getByText(question).first().waitFor();
  expect(await month.getByRole('button', { pressed: true }).count()).toBe(0);
  await widget.getByRole('button', { name: 'Previous month' }).click();
  expect(await month.getByRole('button', { name: /: \d+ plan/ }).count()).toBe(0);
});

test('an author sees what is planned and cannot change it', async () => {
  const instant = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  const path = `/schedule/${uid}/${id}/publish?locale=en`;
  await admin.request('POST', path, { wallTime: instant, timeZone: 'UTC' });
  const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await says(page, /Publish on .*Planned by First Administrator/s);
  await panel(page).getByText('Whoever may publish this entry can plan').waitFor();
  expect(await panel(page).getByRole('button').count()).toBe(0);
  await takePicture('schedule-author');
});

test('at its time a price is live as fast as after a click, and what is not ready says so', async () => {
  const publisher = await createPublisher(cms);
  await publisher.start();
  const list = `/content-manager/collection-types/${contentTypes.Plan.uid}?locale=en&filters[name][$eq]=Pro`;
  const [pro] = (await admin.request('GET', list)).data.results as { documentId: string }[];
  const proId = pro?.documentId ?? '';
  onTestFinished(async () => {
    await admin.publish('Plan', proId, { price: 12 });
    await publisher.kill('SIGTERM');
    await publisher.remove();
  });
  await publisher.until(({ state }) => state === 'idle');
  await admin.update('Plan', proId, { price: 41 });
  await admin.update('Faq', id, { ...samples.faq, question, answer: '' });
  const { page, openEntry, openWelcomePage, takePicture } = await openAdmin(cms, 'strapi-editor');
  await openEntry(uid, id);

  // Whole minutes can be chosen; the next one that leaves time to plan both.
  const due = Math.ceil((Date.now() + 15_000) / 60_000) * 60_000;
  const time = { wallTime: new Date(due).toISOString().slice(0, 16), timeZone: 'UTC' };
  for (const entry of [`${contentTypes.Plan.uid}/${proId}`, `${uid}/${id}`])
    await admin.request('POST', `/schedule/${entry}/publish?locale=en`, time);
  const isLive = async () =>
    (await (await fetch(`${publisher.siteUrl}/python-for-backend-developers/`)).text()).includes(
      '$41<',
    );
  expect(await isLive()).toBe(false);
  await expect.poll(isLive, { interval: 50 }).toBe(true);
  expect(Date.now() - due).toBeGreaterThanOrEqual(0);

  await says(page, /Publishing failed, planned for .*answer/is);
  await panel(page).getByRole('button', { name: 'Dismiss the failure' }).waitFor();
  expect(await violations(page, 'section[aria-label="Schedule"]')).toEqual([]);
  await takePicture('schedule-failed');
  await openWelcomePage();
  const widget = page.locator('[data-strapi-widget-id="global::planned"]');
  await widget
    .getByRole('list', { name: 'Failed or late' })
    .getByText('Publishing failed')
    .waitFor();
  expect(
    await violations(page, '[data-strapi-widget-id="global::planned"] [role="group"]'),
  ).toEqual([]);
  await takePicture('schedule-welcome-failed');
  await openEntry(uid, id);
  await panel(page).getByRole('button', { name: 'Dismiss the failure' }).click();
  await says(page, /^Nothing is planned\.$/);
});

test('what came due while the CMS was down is done late, and both places say how late', async () => {
  const postgres = cms.database === 'postgres' ? await startPostgres() : undefined;
  // The one that all tests share cannot be stopped.
  const own = await startTestCms(postgres?.url);
  onTestFinished(async () => {
    await own.stop();
    await postgres?.stop();
  });
  const owner = await loginAsAdmin(own);
  const lateId = (await owner.create('Faq', { ...samples.faq, question })).data.documentId;
  const instant = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  const path = `/schedule/${uid}/${lateId}/publish?locale=en`;
  await owner.request('POST', path, { wallTime: instant, timeZone: 'UTC' });
  const { page, openEntry, openWelcomePage, takePicture } = await openAdmin(own, 'strapi-editor');
  await openEntry(uid, lateId);
  await says(page, /^Publish on /);

  await own.kill();
  await says(page, /^Nobody can say: /);
  await movePlan(own.dataFolder, postgres?.url, lateId, Date.now() - 3 * 60_000);
  await own.restart();
  const howLate = /Published as planned for .*, 3 min \d+ s late.*Done on /s;
  await says(page, howLate);
  expect(await violations(page, 'section[aria-label="Schedule"]')).toEqual([]);
  await panel(page).scrollIntoViewIfNeeded();
  await takePicture('schedule-late');
  await openWelcomePage();
  const late = page
    .locator('[data-strapi-widget-id="global::planned"]')
    .getByRole('list', { name: 'Failed or late' })
    .getByRole('listitem');
  await late
    .filter({ hasText: `“${question}”` })
    .filter({ hasText: howLate })
    .waitFor();
  expect(await late.count()).toBe(1);
  await takePicture('schedule-welcome-late');
});

/** The day on which the clocks change in Europe, in a month that is counted from 0. */
function lastSunday(year: number, month: number): string {
  const last = new Date(Date.UTC(year, month + 1, 0));
  last.setUTCDate(last.getUTCDate() - last.getUTCDay());
  return last.toISOString().slice(0, 10);
}
