import { readFile } from 'node:fs/promises';
import ICAL from 'ical.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../tests/harness.ts';
import { readDemoContent } from './demo-content.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';

const path = '/python-for-backend-developers/';
const spanish = '/es/python-para-desarrolladores-backend/';
let site: DemoSite;

beforeAll(async () => {
  site = await serveDemoSite();
});
afterAll(() => site.close());

async function open(query = '', of = path) {
  const { page, problems } = await openBrowser();
  await page.goto(site.url + of + query);
  return { page, problems };
}

const minutes = (page: Page) => page.getByLabel('Minutes a day');
const firstDay = (page: Page) => page.getByLabel('First day');
const result = (page: Page) => page.locator('.planner output');
const remarks = (page: Page) => page.locator('.planner small');
/** The address once it carries this. */
const addressWith = (page: Page, text: string) =>
  page.waitForURL((url) => url.search.includes(text));

test('a press of the button that fetches the code saves the calendar file', async () => {
  const { page } = await open();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a calendar file' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  const events = new ICAL.Component(ICAL.parse(file)).getAllSubcomponents('vevent');
  expect(events).toHaveLength(6);
  expect(events[0]?.getFirstPropertyValue('uid')).toBe(
    'landing-page/python-for-backend-path-step/python-fundamentals@lectern',
  );
});

test('a link holds the choices and shows its plan at once', async () => {
  const step = 'path-step/python-fundamentals';
  const query = `?${new URLSearchParams({ minutes: '45', on: '12345', known: step, start: '2026-03-02' })}`;
  const { page } = await open(`${query}#planner`);
  await page.getByText('done by May 18, 2026').first().waitFor();
  expect(await page.getByLabel('Sat').isChecked()).toBe(false);
  const link = page.getByRole('link', { name: 'Link to this plan' });
  expect(await link.getAttribute('href')).toBe(`${query}#planner`);
});

describe('72: what is not allowed is said at the field, and the last right plan stays', () => {
  test('minutes, while other choices go on counting', async () => {
    const { page, problems } = await open('?minutes=60&on=1234567&start=2026-03-02');
    await page.getByText('9 weeks, done by').waitFor();
    for (const wrong of ['0', '601', '2.5', '-30', '']) {
      await minutes(page).fill(wrong);
      await page
        .getByText('Enter a whole number from 5 to 600. Until then the plan goes on with 60.')
        .waitFor();
      expect(await result(page).textContent()).toContain('9 weeks, done by May 3, 2026');
    }
    expect(await minutes(page).getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Python fundamentals and OOP').check();
    await page.getByText('6 weeks, done by').waitFor();
    expect(page.url()).not.toContain('minutes=&');
    await minutes(page).fill('30');
    await page.getByText('12 weeks, done by').waitFor();
    expect(await remarks(page).count()).toBe(0);
    expect(await minutes(page).getAttribute('aria-invalid')).toBeNull();
    expect(problems).toEqual([]);
  });

  test('a first day that is missing, long past or far away', async () => {
    const { page } = await open('?minutes=30&on=1234567&start=2026-03-02');
    await page.getByText('done by July 5, 2026').first().waitFor();
    for (const wrong of ['', '1999-12-31', '2100-01-01', '9999-12-31']) {
      await firstDay(page).fill(wrong);
      await page.getByText('Choose a day from January 1, 2000 to December 31, 2099.').waitFor();
      expect(await result(page).textContent()).toContain('done by July 5, 2026');
    }
    for (const [start, end] of [
      ['2000-01-01', 'May 5, 2000'],
      ['2099-12-31', 'May 5, 2100'],
      ['2028-02-29', 'July 3, 2028'],
    ] as const) {
      await firstDay(page).fill(start);
      await page.getByText(`18 weeks, done by ${end}`).waitFor();
    }
  });

  test('no day of the week, in Spanish', async () => {
    const { page } = await open('?minutes=30&on=17&start=2026-03-02', spanish);
    await page.getByText('listo el').first().waitFor();
    const before = await result(page).textContent();
    await page.getByLabel('lun').uncheck();
    await page.getByLabel('dom').uncheck();
    await page.getByText('Elige al menos un día.').waitFor();
    expect(await page.getByLabel('dom').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('lun').check();
    await page.getByLabel('dom').check();
    await expect.poll(() => result(page).textContent()).toBe(before);
  });

  test.each(['minutes=0', 'minutes=x', 'minutes=30&on=9', 'minutes=30&start=2026-02-31'])(
    'a link with ?%s',
    async (query) => {
      const { page } = await open(`?${query}`);
      await remarks(page).first().waitFor();
      expect(await remarks(page).count()).toBe(1);
      expect(await result(page).textContent()).toContain('18 weeks');
    },
  );
});

test('72: study days are the days of the week that were chosen', async () => {
  const { page } = await open('?minutes=30&on=1234567&start=2026-03-04');
  await page.getByText('18 weeks, done by July 7, 2026').waitFor();
  for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']) await page.getByLabel(day).uncheck();
  // 126 days of study, two a week from a Wednesday on.
  await page.getByText('63 weeks, done by May 16, 2027').waitFor();
  expect(await page.locator('.sum').textContent()).toContain('= 126 study days, 2 a week');
});

test('72: nothing is left to plan when every step is known', async () => {
  const { page } = await open();
  for (const step of await page.locator('[name=known]').all()) await step.check();
  await expect.poll(() => result(page).textContent()).toBe('0 weeks');
  expect(await page.getByRole('button', { name: 'Save as a calendar file' }).isDisabled()).toBe(
    true,
  );
});

describe('72: the way back and a reload show what the form shows', () => {
  const change = async (page: Page) => {
    await minutes(page).fill('60');
    await page.getByLabel('Authentication').check();
    await page.getByLabel('Sun').uncheck();
    await page.getByText('10 weeks, done by').waitFor();
    await addressWith(page, 'on=123456&');
  };
  const expectChanged = async (page: Page) => {
    await page.getByText('10 weeks, done by').waitFor();
    expect(await minutes(page).inputValue()).toBe('60');
    expect(await page.getByLabel('Authentication').isChecked()).toBe(true);
    expect(await page.getByLabel('Sun').isChecked()).toBe(false);
  };

  test('after a reload', async () => {
    const { page } = await open('?minutes=45&on=1234567&start=2026-03-02');
    await page.getByText('weeks, done by').waitFor();
    await change(page);
    await page.reload();
    await expectChanged(page);
  });

  test('after the way to another page and back', async () => {
    const { page, problems } = await open();
    await change(page);
    await page.goto(`${site.url}/`);
    await page.goBack();
    await expectChanged(page);
    expect(problems).toEqual([]);
  });

  test('after the way back to a page that the browser kept', async () => {
    const { page } = await openBrowser({}, { ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    await page.goto(site.url + path);
    await change(page);
    await page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => {
        document.documentElement.dataset.persisted = String(persisted);
      });
    });
    await page.goto(`${site.url}/`);
    // Nothing is loaded on this way, which the browser's driver would wait for.
    await page.evaluate(() => history.back());
    await page.locator('[data-persisted=true]').waitFor();
    await expectChanged(page);
  });

  test('with a number that is not allowed the plan goes on with the last right one', async () => {
    const { page } = await open();
    await change(page);
    await minutes(page).fill('3');
    await page.getByText('Until then the plan goes on with 60.').waitFor();
    await page.goto(`${site.url}/`);
    await page.goBack();
    await page.getByText('10 weeks, done by').waitFor();
    // The browser may bring back what was typed; the plan and the field agree either way.
    expect([await minutes(page).inputValue(), await remarks(page).allTextContents()]).toBeOneOf([
      ['60', []],
      ['3', ['Enter a whole number from 5 to 600. Until then the plan goes on with 60.']],
    ]);
  });
});

test('72: a link means the same steps after they were put in another order', async () => {
  const { page } = await open();
  await page.getByLabel('Authentication').check();
  await addressWith(page, 'known=');
  const { search } = new URL(page.url());

  const content = await readDemoContent();
  const landingPage = [...(content.locales.get('en')?.LandingPage.values() ?? [])].find(
    ({ slug }) => path.includes(slug),
  );
  landingPage?.pathSteps.reverse();
  const reordered = await serveDemoSite(content);
  try {
    await page.goto(reordered.url + path + search);
    await page.getByText('left out').waitFor();
    expect(await page.locator('.planner .is-known').allTextContents()).toEqual(['Authentication']);
    expect(await page.locator('.planner li').first().textContent()).toContain('Deployment');
  } finally {
    await reordered.close();
  }
});
