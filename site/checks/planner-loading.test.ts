import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen, openBrowser } from '../tests/harness.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';
import { movesOn, watchMoves } from './moves.ts';

const path = '/python-for-backend-developers/';
const code = '**/_astro/*.js*';
let site: DemoSite;

beforeAll(async () => {
  site = await serveDemoSite();
});
afterAll(() => site.close());

type Point = { x: number; y: number };
type Options = Parameters<typeof openBrowser>[0];

async function open(options: Options = {}) {
  const { page, problems } = await openBrowser(options);
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  await watchMoves(page);
  await page.goto(site.url + path, { waitUntil: 'networkidle' });
  return { page, problems, scripts };
}

const minutes = (page: Page) => page.getByLabel('Minutes a day');
const failure = (page: Page) => page.getByText('Could not load the planner');
const tryAgain = (page: Page) => page.getByRole('button', { name: 'Try again' });

test('loads no script until somebody touches the planner, and keeps that first touch', async () => {
  const { page, problems, scripts } = await open();
  await page.locator('#planner').scrollIntoViewIfNeeded();
  await page.getByRole('link', { name: 'See the plans' }).focus();
  expect(scripts).toEqual([]);
  expect(await page.locator('.planner output').textContent()).toBe('18 weeks');
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(code, async (route) => {
    await held;
    await route.continue();
  });
  await minutes(page).fill('60');
  await page.getByLabel('Python fundamentals and OOP').check();
  await page.getByLabel('Sun').uncheck();
  release();
  await page.getByText(/^7 weeks, done by/).waitFor();
  expect(await minutes(page).inputValue()).toBe('60');
  expect(await page.getByLabel('Python fundamentals and OOP').isChecked()).toBe(true);
  expect(await page.getByLabel('Sun').isChecked()).toBe(false);
  expect(scripts.length).toBeGreaterThan(0);
  expect(problems).toEqual([]);
});

describe('72: scrolling over the planner loads nothing and moves nothing', () => {
  test('by a finger that begins on a field', async () => {
    const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } };
    const { page, scripts } = await open(phone);
    await minutes(page).evaluate((field) =>
      field.scrollIntoView({ block: 'center', behavior: 'instant' }),
    );
    const finger = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints });
    for (const direction of [-1, 1]) {
      const from = await page.evaluate(() => scrollY);
      const box = await minutes(page).boundingBox();
      const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 20];
      await touch('touchStart', { x, y });
      for (let step = 1; step <= 10; step += 1)
        await touch('touchMove', { x, y: y + step * 20 * direction });
      await touch('touchEnd');
      await expect.poll(() => page.evaluate(() => scrollY)).not.toBe(from);
    }
    expect(scripts).toEqual([]);
    expect(await movesOn(page)).toEqual([]);
    // A finger that meets the page while it still moves stops that, and nothing else.
    await expect
      .poll(async () => {
        await minutes(page).tap();
        return scripts.length;
      })
      .toBeGreaterThan(0);
    await page.getByText(/^18 weeks, done by/).waitFor();
  });

  test('by the wheel, and by the keys', async () => {
    const { page, scripts } = await open();
    await page.locator('#path').scrollIntoViewIfNeeded();
    for (let turn = 0; turn < 20; turn += 1) {
      await page.mouse.move(700, 400);
      await page.mouse.wheel(0, 400);
      await page.keyboard.press('PageDown');
    }
    await expect
      .poll(() => page.evaluate(() => document.querySelector('#faqs')?.getBoundingClientRect().top))
      .toBeLessThan(0);
    expect(scripts).toEqual([]);
    expect(await movesOn(page)).toEqual([]);
  });

  test('nor does it change a number that has the focus', async () => {
    const { page } = await open();
    await minutes(page).click();
    await page.getByText(/^18 weeks, done by/).waitFor();
    const box = await minutes(page).boundingBox();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
    const from = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, 200);
    await expect.poll(() => page.evaluate(() => scrollY)).not.toBe(from);
    expect(await minutes(page).inputValue()).toBe('30');
  });
});

describe('72: a load that fails says so, and can be tried again with what was entered', () => {
  const enter = async (page: Page) => {
    await minutes(page).fill('60');
    await page.getByLabel('Authentication').check();
    await page.getByLabel('Sun').uncheck();
    // What the page says moves nothing.
    await failure(page).waitFor();
    expect(await movesOn(page)).toEqual([]);
  };
  const expectEntered = async (page: Page) => {
    await page.getByText(/^10 weeks, done by/).waitFor();
    expect(await minutes(page).inputValue()).toBe('60');
    expect(await page.getByLabel('Authentication').isChecked()).toBe(true);
    expect(await page.getByLabel('Sun').isChecked()).toBe(false);
    expect(await failure(page).isVisible()).toBe(false);
  };

  test('offline', async () => {
    const { page } = await open();
    await page.context().setOffline(true);
    await enter(page);
    // Still offline: the page and what was entered stay.
    await tryAgain(page).click();
    expect(await failure(page).isVisible()).toBe(true);
    expect(await minutes(page).inputValue()).toBe('60');
    await page.context().setOffline(false);
    await tryAgain(page).press('Enter');
    await expectEntered(page);
  });

  test.each([
    ['a file that is gone', (route) => route.fulfill({ status: 404, body: 'Not found.' })],
    ['a connection that breaks', (route) => route.abort('connectionreset')],
    ['a script that does not run', (route) => route.fulfill({ body: '<!doctype html>' })],
  ] satisfies [string, Parameters<Page['route']>[1]][])('%s', async (_, answer) => {
    const { page } = await open();
    await page.route(code, answer);
    await enter(page);
    await page.unroute(code);
    await tryAgain(page).click();
    await expectEntered(page);
  });

  test('more than once', async () => {
    const { page } = await open();
    await page.route(code, (route) => route.abort());
    await enter(page);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const loaded = page.waitForEvent('load');
      await tryAgain(page).click();
      await loaded;
      await failure(page).waitFor();
    }
    await page.unroute(code);
    await tryAgain(page).click();
    await expectEntered(page);
  });

  test('together with what a link said', async () => {
    const { page } = await open();
    await page.route(code, (route) => route.abort());
    await page.goto(`${site.url}${path}?known=path-step/authentication&on=123456`);
    await minutes(page).fill('60');
    await failure(page).waitFor();
    await page.unroute(code);
    await tryAgain(page).click();
    await expectEntered(page);
  });

  test('one file of several', async () => {
    const { page } = await open();
    await page.route('**/_astro/react.*', (route) => route.abort());
    await enter(page);
    await page.unroute('**/_astro/react.*');
    await tryAgain(page).click();
    await expectEntered(page);
  });

  test('a connection that is too slow', async () => {
    const { page } = await open();
    const held: (() => Promise<void>)[] = [];
    await page.route(code, (route) => {
      held.push(() => route.continue());
    });
    await minutes(page).fill('60');
    await failure(page).waitFor();
    // It comes after all.
    for (const release of held) await release();
    await page.unroute(code);
    await page.getByText(/^9 weeks, done by/).waitFor();
    expect(await failure(page).isVisible()).toBe(false);
  });

  test('a button that was pressed in vain is not pressed later by itself', async () => {
    const { page } = await open();
    await page.route(code, (route) => route.abort());
    const downloads: string[] = [];
    page.on('download', (download) => downloads.push(download.suggestedFilename()));
    await page.getByRole('button', { name: 'Save as a calendar file' }).click();
    await failure(page).waitFor();
    await page.unroute(code);
    const loaded = page.waitForEvent('load');
    await tryAgain(page).click();
    await loaded;
    await minutes(page).click();
    await page.getByText(/^18 weeks, done by/).waitFor();
    expect(downloads).toEqual([]);
  });
});

describe('73: what is typed while the code arrives stays, on a slow machine as well', () => {
  /** The code is held back until it is released, and the machine is slow from then on. */
  async function openSlowly(options: Options = {}) {
    const opened = await open(options);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await opened.page.route(code, async (route) => {
      await held;
      await route.continue();
    });
    const session = await opened.page.context().newCDPSession(opened.page);
    return {
      ...opened,
      release: async () => {
        await session.send('Emulation.setCPUThrottlingRate', { rate: 20 });
        release();
      },
    };
  }
  const isReady = (page: Page) =>
    page.evaluate(() => {
      document.addEventListener('island:ready', () => Reflect.set(window, 'isReady', true));
    });
  const ready = (page: Page) => page.waitForFunction(() => Reflect.get(window, 'isReady') === true);

  test('key by key, before, while and after', async () => {
    const { page, problems, release } = await openSlowly();
    await isReady(page);
    await minutes(page).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('4');
    const typing = page.keyboard.type('5', { delay: 50 });
    await release();
    await typing;
    await page.keyboard.press('Tab');
    await ready(page);
    expect(await minutes(page).inputValue()).toBe('45');
    await page.getByText(/^12 weeks, done by/).waitFor();
    expect(problems).toEqual([]);
  });

  test('a date of which a part is typed', async () => {
    const { page, problems, release } = await openSlowly({ locale: 'en-US' });
    await isReady(page);
    await page.getByLabel('First day').focus();
    await page.keyboard.type('1224');
    await release();
    await ready(page);
    await page.keyboard.type('2030');
    expect(await page.getByLabel('First day').inputValue()).toBe('2030-12-24');
    expect(problems).toEqual([]);
  });

  test('on a page that the browser translates', async () => {
    const { page, release } = await openSlowly();
    await isReady(page);
    await page.evaluate(() => {
      for (const words of document.querySelectorAll('.planner legend'))
        words.innerHTML = `<font>In another language</font>`;
    });
    await minutes(page).fill('60');
    await page.getByLabel('Python fundamentals and OOP').check();
    await minutes(page).focus();
    await release();
    await ready(page);
    expect(await minutes(page).inputValue()).toBe('60');
    expect(await page.getByLabel('Python fundamentals and OOP').isChecked()).toBe(true);
    await page.getByText(/^6 weeks, done by/).waitFor();
    expect(await minutes(page).evaluate((field) => field === document.activeElement)).toBe(true);
  });
});

test('72: a page of which the end arrives late shows the plan of a link all the same', async () => {
  const html = new TextDecoder().decode(site.files.get(`${path.slice(1)}index.html`));
  const cut = html.indexOf('<div class="missing"');
  expect(cut).toBeGreaterThan(0);
  let sendEnd = () => {};
  const slow = await listen(
    createServer(async (request, response) => {
      if (!request.url?.startsWith(path)) {
        const answer = await fetch(site.url + request.url);
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? '',
        });
        response.end(await answer.bytes());
        return;
      }
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.write(html.slice(0, cut));
      sendEnd = () => response.end(html.slice(cut));
    }),
  );
  const { page, problems } = await openBrowser();
  await page.goto(`${slow}${path}?minutes=60&on=1234567&start=2026-03-02`, {
    waitUntil: 'commit',
  });
  await page.getByText('9 weeks, done by May 3, 2026').waitFor();
  sendEnd();
  await page.waitForLoadState();
  expect(problems).toEqual([]);
  await page.route(code, (route) => route.abort());
  await page.reload({ waitUntil: 'commit' });
  await expect.poll(() => page.locator('astro-island').count()).toBe(1);
  sendEnd();
  await failure(page).waitFor();
  await page.unroute(code);
  await tryAgain(page).click();
  await page.getByText('9 weeks, done by May 3, 2026').waitFor();
});
