import { anchorOf } from '@lectern/shared-types';
import { type Content, entryKey, type Redirect } from '../src/content/content.ts';
import { resolveRedirect } from '../src/content/resolve-redirect.ts';
import { addressKey } from './plan-pages.ts';
import { hashOf } from './releases/file-table.ts';
import type { Rendered } from './renderer.ts';

/**
 * What a release holds for a redirect: where visitors are sent on the first line, and what follows
 * the query that they bring along, an anchor or nothing, on the second.
 */
export function renderRedirect(content: Content, redirect: Redirect, siteUrl: string): Rendered {
  const { location, isPermanent, followed, looked, issue } = resolveRedirect(
    content,
    redirect,
    siteUrl,
  );
  const [, target = '', end = ''] = /^([^#]*)(#.*)?$/s.exec(location) ?? [];
  const body = Buffer.from(`${target}\n${end}\n`);
  const anchor = anchorOf(location);
  const link = { href: redirect.to, text: redirect.from, path: looked.at(-1) ?? '' };
  return {
    body: Uint8Array.from(body),
    hash: hashOf(body),
    reads: [
      ...followed.map(({ documentId }) => entryKey('Redirect', null, documentId)),
      ...looked.map(addressKey),
    ],
    redirect: {
      isPermanent,
      links: location.startsWith('/') ? [anchor ? { ...link, anchor } : link] : [],
      issues: issue === undefined ? [] : [issue],
    },
  };
}
