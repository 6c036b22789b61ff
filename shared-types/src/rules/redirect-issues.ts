import { type ContentIssue, issueOf, type UncheckedEntry, unnamed } from './check-entry.js';

/* What can be wrong with a redirect beside others: the CMS says it when one is saved, the site when it meets one. */

/** @param stops the addresses after `from` until one comes again */
export const circleIssue = (redirect: UncheckedEntry, stops: readonly string[]): ContentIssue =>
  issueOf(
    'Redirect',
    redirect,
    ['to'],
    `leads in a circle: ${stops.join(', ')}. Enter where visitors should arrive, or change the other redirect first`,
  );

export const deadEndIssue = (redirect: UncheckedEntry, address: string): ContentIssue =>
  issueOf(
    'Redirect',
    redirect,
    ['to'],
    `leads to ${address}, which does not exist. Correct it, or publish what it leads to first`,
  );

/** @param page the page that visitors get at the address; null for one that may not be named */
export const shadowedIssue = (
  redirect: UncheckedEntry,
  page: { title: string; locale: string } | null,
): ContentIssue =>
  issueOf(
    'Redirect',
    redirect,
    ['from'],
    `is the address of ${page ? `the page "${page.title}" (${page.locale})` : unnamed}, which visitors see there. Move or unpublish that page first, or unpublish this redirect`,
  );
