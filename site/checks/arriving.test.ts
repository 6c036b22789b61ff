import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen, openBrowser } from '../tests/harness.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';
import { movesOn, watchMoves } from './moves.ts';

const path = '/python-for-backend-developers/';
let site: DemoSite;

beforeAll(async () => {
  site = await serveDemoSite();
});
afterAll(() => site.close());

/** A page as a slow connection brings it: cut behind every element of its header, and now and then below. */
function partsOf(html: string): string[] {
  const start = html.indexOf('<body');
  const cuts: number[] = [];
  for (const { index, 0: tag } of html
    .slice(start)
    .matchAll(/<\/(?:a|li|ul|nav|span|button|header|p|section)>/g)) {
    const end = start + index + tag.length;
    const isInHeader = end <= html.indexOf('</header>') + '</header>'.length;
    if (isInHeader || end - (cuts.at(-1) ?? 0) > html.length / 40) cuts.push(end);
  }
  return [0, ...cuts].map((from, index) => html.slice(from, cuts[index]));
}

test.each([390, 768, 1280])(
  'nothing moves on a page %d pixels wide that arrives part by part',
  async (width) => {
    const [first = '', ...others] = partsOf(await (await fetch(site.url + path)).text());
    expect(others.length).toBeGreaterThan(20);
    let arriving: ServerResponse | undefined;
    const slow = await listen(
      createServer(async (request, response) => {
        if (request.url === path) {
          response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).write(first);
          arriving = response;
          return;
        }
        const answer = await fetch(site.url + request.url);
        response.setHeader('content-type', answer.headers.get('content-type') ?? '');
        response.end(await answer.bytes());
      }),
    );
    const { page } = await openBrowser({ viewport: { width, height: 900 } });
    await watchMoves(page);
    await page.goto(slow + path, { waitUntil: 'commit' });
    const drawn = () =>
      page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
      );
    for (const part of others) {
      await drawn();
      arriving?.write(part);
    }
    arriving?.end();
    await page.waitForLoadState();
    await drawn();
    expect(await movesOn(page)).toEqual([]);
  },
);
