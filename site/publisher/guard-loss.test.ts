import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContentType } from '@lectern/shared-types';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CheckedUpdate } from '../src/cms/to-content.ts';
import { buildContent } from '../src/content/build-content.ts';
import type { LandingPage, Site, View } from '../src/content/content.ts';
import type { Keeper } from './change-content.ts';
import { countPages, nothingPending } from './content-state.ts';
import { createLossGuard } from './guard-loss.ts';
import { openLastGood } from './last-good.ts';
import { takeOff, toWaitingRemovals } from './removals.ts';
import type { Renderer } from './renderer.ts';
import { takeOver } from './take-over.ts';

const page = (slug: string) =>
  ({ documentId: slug, slug, title: slug, updatedAt: '' }) as LandingPage;
const settings = { documentId: 'site', brand: 'Brand', updatedAt: '' } as Site;
const slugs = Array.from({ length: 10 }, (_, index) => `page-${index}`);

/** What the CMS says of some documents of a type; those without a view are not published. */
const read = (
  type: ContentType,
  ids: readonly string[],
  views: { locale: string; view: View<ContentType> }[] = [],
): CheckedUpdate => ({
  ...{ type, ids: new Set(ids), views },
  ...{ issues: [], faulty: [], notices: [], imageless: [] },
});

const renderer: Renderer = {
  use: async () => {},
  update: async () => {},
  render: async () => expect.fail('Nothing is rendered here.'),
  close: async () => {},
};

describe('87: with ten pages of which half may go', () => {
  let keeper: Keeper;

  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-guard-'));
    const lastGood = openLastGood(join(folder, 'last-good.db'), expect.fail);
    const sites = ['en', 'es'].map((locale) => ({ locale, view: settings }));
    const pages = slugs.map((slug) => ({ locale: 'en', view: page(slug) }));
    const spanish = { locale: 'es', view: page('pagina') };
    const { content } = buildContent(
      [read('Site', ['site'], sites), read('LandingPage', slugs, [...pages, spanish])],
      1,
    );
    const guard = createLossGuard(lastGood, 0.5);
    const generation = { value: 1, changeId: 'a' };
    const pending = nothingPending();
    const tables = { held: new Map(), notices: new Map(), imageless: new Map(), media: new Map() };
    const sets = { displaced: new Set<string>(), departed: new Set<string>() };
    keeper = {
      state: { generation, content, pending, ...tables, ...sets },
      renderer,
      lastGood,
      guard,
    };
    return async () => {
      lastGood.close();
      await rm(folder, { recursive: true });
    };
  });

  const shown = () => countPages(keeper.state.content);
  const waiting = () => toWaitingRemovals(keeper.state);
  const unpublish = (...ids: string[]) => takeOver(keeper, [read('LandingPage', ids)]);

  test('a few go at once', async () => {
    await unpublish(...slugs.slice(0, 5));
    expect([shown(), waiting()]).toEqual([6, undefined]);
  });

  test('too many stay and are named, until somebody takes them off', async () => {
    await unpublish(...slugs);
    expect([shown(), waiting()?.pageCount, waiting()?.locales]).toEqual([11, 10, []]);
    expect(waiting()?.pages[0]).toBe('/page-0/');
    await takeOff(keeper);
    expect([shown(), waiting()]).toEqual([1, undefined]);
    expect(keeper.state.pending.addresses).toContain('/page-0/');
  });

  test('one after the other the same loss does not pass', async () => {
    for (const slug of slugs) await unpublish(slug);
    expect([shown(), waiting()?.pageCount]).toEqual([6, 5]);
  });

  test('a page that is published at an address of one that waits takes its place', async () => {
    await unpublish(...slugs);
    const view = { ...page('page-3'), documentId: 'successor' };
    await takeOver(keeper, [read('LandingPage', ['successor'], [{ locale: 'en', view }])]);
    const { content, departed, held } = keeper.state;
    expect(content.locales.get('en')?.slugs.get('page-3')).toBe('successor');
    expect([shown(), departed.size, held.size]).toEqual([11, 9, 0]);
  });

  test('what is published again does not wait any more, and what is seen changes its name', async () => {
    await unpublish(...slugs);
    const { id } = waiting() ?? {};
    const view = { locale: 'en', view: page('page-3') };
    await takeOver(keeper, [read('LandingPage', ['page-3'], [view])]);
    expect(waiting()?.pageCount).toBe(9);
    expect(waiting()?.id).not.toBe(id);
  });

  test('67: a language without settings stays as a whole, and goes as a whole', async () => {
    await takeOver(keeper, [read('Site', ['site'], [{ locale: 'en', view: settings }])]);
    expect([shown(), waiting()?.locales, waiting()?.pageCount]).toEqual([11, ['es'], 1]);
    await takeOff(keeper);
    expect([...keeper.state.content.locales.keys()]).toEqual(['en']);
    expect([shown(), waiting(), keeper.state.pending.isEverything]).toEqual([10, undefined, true]);
  });

  test('67: the first language cannot be taken off', async () => {
    await takeOver(keeper, [read('Site', ['site'], [{ locale: 'es', view: settings }])]);
    expect([shown(), waiting()]).toEqual([11, undefined]);
    await takeOff(keeper);
    expect([...keeper.state.content.locales.keys()]).toEqual(['en', 'es']);
  });
});
