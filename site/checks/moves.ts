import type { Page } from 'playwright-core';

/** What the browser tells of a shift of the layout: its share of the window, and what moved. */
interface Shift extends PerformanceEntry {
  value: number;
  sources: { node: Node | null }[];
}

/** Notes what moves on a page that nobody moves, from its first drawing on. For a page that is opened afterwards. */
export async function watchMoves(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const moves: string[] = [];
    Reflect.set(window, 'moves', moves);
    const nameOf = ({ node }: Shift['sources'][number]) =>
      node instanceof Element ? node.outerHTML.slice(0, 60) : node?.nodeName;
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Shift[])
        moves.push(`${value}: ${sources.map(nameOf).join(', ')}`);
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** What has moved so far. */
export const movesOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => Reflect.get(window, 'moves'));
