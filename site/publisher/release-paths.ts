import type { Release } from './releases/release.ts';

/** Where the page at a path lies in a release. */
export function fileOf(path: string): string {
  if (path === '/404/') return '404.html';
  return path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1);
}

/** Paths of the pages in a release. */
export function pathsOf(release: Release | undefined): string[] {
  const names = release?.files.paths() ?? [];
  return names.flatMap((name) => {
    if (name === '404.html') return ['/404/'];
    if (/(^|\/)index\.html$/.test(name)) return [`/${name.slice(0, -'index.html'.length)}`];
    return /^sitemaps\/[^/]+\.xml$/.test(name) ? [`/${name}`] : [];
  });
}

/** A file with those that hold the same compressed. */
export const variantsOf = (file: string) => [file, `${file}.br`, `${file}.gz`];

/** Named by its content: it never changes, and pages that are still open may ask for it. */
export const isHashed = (file: string) => /^(_astro|media|share)\//.test(file);

export const isFile = (path: string) => /\.[a-z0-9]+$/.test(path);
