import {
  addressOf,
  addressOnSite,
  type ContentIssue,
  circleIssue,
  deadEndIssue,
  shadowedIssue,
} from '@lectern/shared-types';
import type { Content, Redirect } from './content.ts';
import { findRoute, leadsSomewhere } from './routes.ts';

/** Where a redirect sends visitors at once, however many redirects follow each other. */
export interface ResolvedRedirect {
  /** A path on this site or an address elsewhere, percent-encoded throughout. */
  location: string;
  isPermanent: boolean;
  /** The redirects that were followed, its own first. */
  followed: Redirect[];
  /** The addresses on this site that were looked at. */
  looked: string[];
  /** Why visitors cannot be sent there. */
  issue: ContentIssue | undefined;
}

/** Follows a redirect to where it ends. */
export function resolveRedirect(
  content: Content,
  redirect: Redirect,
  siteUrl: string,
): ResolvedRedirect {
  const followed = [redirect];
  const looked: string[] = [];
  let target = new URL(redirect.to, siteUrl);
  let isPermanent = redirect.permanent === true;
  let issue: ContentIssue | undefined;
  for (;;) {
    const address = addressOnSite(target.href, siteUrl);
    if (address === undefined) break;
    looked.push(address);
    const route = findRoute(content, address);
    if (route?.kind !== 'redirect') {
      if (!leadsSomewhere(content, address)) issue = deadEndIssue(redirect, address);
      target.pathname = address;
      break;
    }
    const { redirect: next } = route;
    if (followed.some(({ documentId }) => documentId === next.documentId)) {
      issue = circleIssue(redirect, [addressOf(redirect.from), ...looked]);
      break;
    }
    followed.push(next);
    isPermanent &&= next.permanent === true;
    target = joined(target, new URL(next.to, siteUrl));
  }
  return { location: toLocation(target, siteUrl), isPermanent, followed, looked, issue };
}

/** The next target with what visitors bring along: their query is added, their anchor kept, as servers and browsers do. */
function joined(before: URL, next: URL): URL {
  if (before.search !== '')
    next.search += (next.search === '' ? '?' : '&') + before.search.slice(1);
  if (next.hash === '') next.hash = before.hash;
  return next;
}

/** Every character that may not stand in an address as it is. */
const unsafe = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/gu;

function toLocation(target: URL, siteUrl: string): string {
  const { origin, href, pathname, search, hash } = target;
  const location = origin === new URL(siteUrl).origin ? pathname + search + hash : href;
  return location.replace(unsafe, encodeURIComponent);
}

/** Redirects from addresses at which a page stands: visitors get the page. */
export function findShadowedRedirects(content: Content): ContentIssue[] {
  return [...content.redirects.values()].flatMap((redirect) => {
    const route = findRoute(content, addressOf(redirect.from));
    if (route?.kind !== 'landing-page') return [];
    return [shadowedIssue(redirect, { title: route.page.title, locale: route.locale })];
  });
}
