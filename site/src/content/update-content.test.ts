import { describe, expect, test } from 'vitest';
import type { Content, LandingPage, LocaleContent, Redirect, View } from './content.ts';
import { findRoute } from './routes.ts';
import { type ContentUpdate, updateContent } from './update-content.ts';

const page = (documentId: string, slug: string, title = slug) =>
  ({ documentId, slug, title, updatedAt: '' }) as LandingPage;
const redirect = (documentId: string, from: string) =>
  ({ documentId, from, to: '/', permanent: true, updatedAt: '' }) as Redirect;

function contentOf(pages: LandingPage[], redirects: Redirect[] = []): Content {
  const english = {
    locale: 'en',
    LandingPage: new Map(pages.map((each) => [each.documentId, each])),
    slugs: new Map(pages.map(({ slug, documentId }) => [slug, documentId])),
    Faq: new Map(),
  } as unknown as LocaleContent;
  return {
    generation: 1,
    locales: new Map([['en', english]]),
    redirects: new Map(redirects.map((each) => [each.documentId, each])),
    addresses: new Map(redirects.map(({ from, documentId }) => [from, documentId])),
  };
}

function pagesUpdate(ids: string[], ...views: View<'LandingPage'>[]): ContentUpdate {
  return {
    type: 'LandingPage',
    ids: new Set(ids),
    views: views.map((view) => ({ locale: 'en', view })),
    issues: [],
  };
}

const titleAt = (content: Content, path: string) => {
  const route = findRoute(content, path);
  return route?.kind === 'landing-page' ? route.page.title : route?.kind;
};

describe('a change of the content', () => {
  test('what stays as it was counts as no change', () => {
    const content = contentOf([page('a', 'one')]);
    const { keys, addresses } = updateContent(content, [pagesUpdate(['a'], page('a', 'one'))], 2);
    expect([keys.size, addresses.size]).toEqual([0, 0]);
    expect(content.generation).toBe(2);
  });

  test('a changed page keeps its address', () => {
    const content = contentOf([page('a', 'one')]);
    const update = pagesUpdate(['a'], page('a', 'one', 'New'));
    const { keys, addresses } = updateContent(content, [update], 2);
    expect(keys).toEqual(new Set(['LandingPage en a']));
    expect(addresses.size).toBe(0);
    expect(titleAt(content, '/one/')).toBe('New');
  });

  test('two pages may exchange their addresses', () => {
    const content = contentOf([page('a', 'one', 'A'), page('b', 'two', 'B')]);
    const update = pagesUpdate(['a', 'b'], page('a', 'two', 'A'), page('b', 'one', 'B'));
    const { issues } = updateContent(content, [update], 2);
    expect([titleAt(content, '/one/'), titleAt(content, '/two/'), issues.length]).toEqual([
      'B',
      'A',
      0,
    ]);
  });

  test('fault 28: a page that takes the address of another is left out and named', () => {
    const content = contentOf([page('a', 'one', 'A')]);
    const { issues } = updateContent(content, [pagesUpdate(['b'], page('b', 'one', 'B'))], 2);
    expect(issues.map(({ documentId, field }) => [documentId, field])).toEqual([['b', ['slug']]]);
    expect(titleAt(content, '/one/')).toBe('A');
  });

  test('a redirect shows when the page at its address goes', () => {
    const content = contentOf([page('a', 'one')], [redirect('r', '/one/')]);
    expect(titleAt(content, '/one/')).toBe('one');
    const { addresses } = updateContent(content, [pagesUpdate(['a'])], 2);
    expect(addresses).toEqual(new Set(['/one/']));
    expect(titleAt(content, '/one/')).toBe('redirect');
  });
});
