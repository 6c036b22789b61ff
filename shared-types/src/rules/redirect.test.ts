import { describe, expect, test } from 'vitest';
import { checkEntry, describeIssue, findDuplicates } from './check-entry.js';

const sentences = (from: string, to: string) => {
  const checked = checkEntry('Redirect', { documentId: 'r', from, to } as never, 'draft');
  return checked.isValid ? [] : checked.issues.map(describeIssue);
};

describe('62: a redirect', () => {
  test.each([
    ['/es/', 'that the site itself uses'],
    ['/es', 'that the site itself uses'],
    ['/robots.txt', 'that the site itself uses'],
    ['/robots.txt/x/', 'that the site itself uses'],
    ['/sitemap.xml', 'that the site itself uses'],
    ['/sitemaps/1-of-1.xml', 'that the site itself uses'],
    ['/_astro/x', 'that the site itself uses'],
    ['/MEDIA/x.png', 'that the site itself uses'],
    ['/404.html', 'that the site itself uses'],
    ['/release.json/', 'that the site itself uses'],
    ['/index.html', 'is the home page'],
    ['/a//b/', 'two slashes in a row'],
    ['/a/../b/', 'begins with a dot'],
    ['/.well-known/x', 'begins with a dot'],
    [`/${'x'.repeat(280)}/`, 'longer than 200 characters'],
    ['/a%62/', 'may hold only letters'],
    ['/año/', 'may hold only letters'],
    ['/a?b=c', 'may hold only letters'],
    ['//evil.example/', 'is not a path on this site'],
  ])('cannot lead away from %s', (from, cause) => {
    expect(sentences(from, '/new/')).toEqual([expect.stringContaining(cause)]);
  });

  test.each([
    '/old.html',
    '/v2.0/',
    '/es/vieja/',
    '/Old/Page',
    '/a/index.html',
    '/docs/app.tar.gz',
  ])('can lead away from %s', (from) => {
    expect(sentences(from, '/new/')).toEqual([]);
  });

  test.each([
    ['/a/', '/a/'],
    ['/a/', '/a'],
    ['/a/', '/a/?b=c'],
    ['/a', '/a/#b'],
    ['/a/', '/%61/'],
    ['/a/', '/a/index.html'],
    ['/v2.0/', '/v2.0'],
  ])('from %s cannot lead to %s', (from, to) => {
    expect(sentences(from, to)).toEqual([expect.stringContaining('the same address as "From"')]);
  });

  test.each([
    ['/old/', '/OLD'],
    ['/old/', '/old'],
    ['/old/index.html', '/old/'],
    ['/v2.0', '/v2.0/'],
  ])('from %s and one from %s are two from one address', (one, other) => {
    const entries = [one, other].map((from) => ({ documentId: from, from, to: '/' }));
    expect(findDuplicates('Redirect', 'from', entries).map(({ documentId }) => documentId)).toEqual(
      [other],
    );
  });
});
