import { addressOf } from '@lectern/shared-types';
import type { Release } from './releases/release.ts';
import type { Rendered } from './renderer.ts';

/** Where the page at a path lies in a release. */
export function fileOf(path: string): string {
  if (path === '/404/') return '404.html';
  return path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1);
}

/**
 * Where a release says to which address visitors of another are sent: in a folder for each address
 * within one that is not served, so that none is in the way of another, or of a page.
 */
export const redirectFileOf = (path: string, isPermanent: boolean): string =>
  `.redirects${path.replace(/\/$/, '')}/${isPermanent ? '.301' : '.302'}`;

/** Where a release has what was rendered for a path. */
export const storedAs = (path: string, { redirect }: Pick<Rendered, 'redirect'>): string =>
  redirect ? redirectFileOf(path, redirect.isPermanent) : fileOf(path);

/** Both files that a release can have for a redirect. */
export const redirectFiles = (path: string) => [
  redirectFileOf(path, true),
  redirectFileOf(path, false),
];

/** Every file that a release can have for one address. */
export const filesAt = (path: string): string[] => [
  ...variantsOf(fileOf(path)),
  ...redirectFiles(path),
];

/** Whether visitors of an address get a page, or are sent on. */
export const isAnswered = (release: Release | undefined, path: string): boolean =>
  release !== undefined &&
  [fileOf(path), ...redirectFiles(path)].some((file) => release.files.has(file));

/** Paths of what a release answers and content can change. */
export function pathsOf(release: Release | undefined): string[] {
  const names = release?.files.paths() ?? [];
  return names
    .filter((name) => /(^|\/)(404\.html|index\.html|\.30[12])$|^sitemaps\/[^/]+\.xml$/.test(name))
    .map(pathOfFile);
}

/** The path for which a file of a release was rendered. */
export function pathOfFile(name: string): string {
  if (name === '404.html') return '/404/';
  const redirect = /^\.redirects(\/.*)\/\.30[12]$/.exec(name)?.[1];
  if (redirect !== undefined) return addressOf(redirect);
  return `/${name.replace(/(^|\/)index\.html$/, '$1')}`;
}

/** A file with those that hold the same compressed. */
export const variantsOf = (file: string) => [file, `${file}.br`, `${file}.gz`];

/** Named by its content: it never changes, and pages that are still open may ask for it. */
export const isHashed = (file: string) => /^(_astro|media|share)\//.test(file);
