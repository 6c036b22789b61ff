import { isHashed, redirectFileOf } from '../release-paths.ts';
import type { Release } from '../releases/release.ts';
import { aboutFile } from '../releases/site-tree.ts';
import type { Target } from './read-target.ts';

/** What is served: the live release, and others whose assets pages that are still open may ask for. */
export interface Served {
  live: Release;
  older: readonly Release[];
}

/** What an address has, before anybody has said which encodings are taken. */
export type Found =
  | { kind: 'file'; release: Release; name: string }
  /** The page's address is spelled otherwise. */
  | { kind: 'moved'; path: string }
  | { kind: 'redirect'; isPermanent: boolean; name: string }
  | { kind: 'missing' };

/** No name begins with a dot, and nothing in an address has to be encoded. */
const address = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?$/;

/** Looks an address up, in one order: a page or file, a page under another spelling, a redirect. */
export function findAnswer(served: Served, { path: asked }: Target): Found {
  if (!address.test(asked)) return { kind: 'missing' };
  const { files } = served.live;
  const path = asked.replace(/\/index\.html$/, '/') || '/';
  if (path.endsWith('/')) {
    const name = `${path.slice(1)}index.html`;
    if (files.has(name))
      return path === asked
        ? { kind: 'file', release: served.live, name }
        : { kind: 'moved', path };
  } else {
    if (files.has(`${path.slice(1)}/index.html`)) return { kind: 'moved', path: `${path}/` };
    const found = findFile(served, path.slice(1));
    if (found !== undefined) return found;
  }
  for (const isPermanent of [true, false]) {
    const name = redirectFileOf(path, isPermanent);
    if (files.has(name)) return { kind: 'redirect', isPermanent, name };
  }
  return { kind: 'missing' };
}

/** Compressed variants are no addresses of their own, nor is the page of what is missing. */
function findFile({ live, older }: Served, name: string): Found | undefined {
  if (name === aboutFile) return { kind: 'file', release: live, name };
  if (name === '404.html' || /\.(br|gz)$/.test(name)) return undefined;
  const releases = isHashed(name) ? [live, ...older] : [live];
  const release = releases.find(({ files }) => files.has(name));
  return release && { kind: 'file', release, name };
}
