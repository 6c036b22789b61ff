import { expect, test } from 'vitest';
import type { Renderer } from '../renderer.ts';
import { lookOver } from './look-over.ts';

const page = '<html><head><title>Page</title></head><body><h1>Page</h1></body></html>';
const content = {
  generation: 1,
  locales: new Map(),
  redirects: new Map(),
  addresses: new Map(),
};

/** Looks over ten pages; `onRender` is called with how many were asked for so far. */
async function lookOverTen(options: {
  limit: number;
  signal?: AbortSignal;
  onRender?: (count: number) => void;
}) {
  const asked: string[] = [];
  const updates: number[] = [];
  const renderer: Renderer = {
    use: async () => {},
    update: async () => void updates.push(asked.length),
    render: async (path) => {
      asked.push(path);
      options.onRender?.(asked.length);
      return { body: new TextEncoder().encode(page), hash: '', reads: [] };
    },
    close: async () => {},
  };
  const compared: string[] = [];
  const looked = lookOver(renderer, {
    applied: {
      content,
      drafts: [],
      updates: [],
      issues: new Map(),
      refused: [],
      plan: { render: Array.from({ length: 10 }, (_, index) => `/${index}/`), remove: [] },
    },
    content,
    entries: [{ type: 'Plan', documentId: 'a', locale: 'en' }],
    state: { reads: new Map(), anchors: new Map(), isLive: () => true },
    changed: { compare: async (path) => void compared.push(path), redirect: () => {} },
    limit: options.limit,
    signal: options.signal ?? new AbortController().signal,
  });
  return { looked, asked, compared, updates };
}

test('no more pages are rendered than the limit, and all are counted', async () => {
  const few = await lookOverTen({ limit: 3 });
  expect(await few.looked).toMatchObject({ checked: 3, pagesInAll: 10 });
  expect(few.compared).toEqual(['/0/', '/1/', '/2/']);
  const all = await lookOverTen({ limit: Infinity });
  expect(await all.looked).toMatchObject({ checked: 10, pagesInAll: 10 });
});

test('it ends between two pages when nobody waits for it any more', async () => {
  const ending = new AbortController();
  const onRender = (count: number) => count === 2 && ending.abort(new Error('The end.'));
  const { looked, asked } = await lookOverTen({ limit: Infinity, signal: ending.signal, onRender });
  expect(await looked).toMatchObject({ checked: 2 });
  expect(asked).toEqual(['/0/', '/1/']);
});

test('a page that fails is named, and the thread is told the drafts again', async () => {
  const onRender = (count: number) => {
    if (count === 2) throw new Error('It took longer than 10000 ms.');
  };
  const { looked, updates } = await lookOverTen({ limit: 3, onRender });
  const { faults } = await looked;
  expect(faults.get('/1/')).toEqual([
    {
      text: 'It could not be rendered: It took longer than 10000 ms.',
      type: 'Plan',
      documentId: 'a',
      locale: 'en',
      field: null,
    },
  ]);
  expect([faults.get('/0/'), faults.get('/2/'), updates]).toEqual([[], [], [2]]);
});
