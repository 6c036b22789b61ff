import {
  type ContentIssue,
  type ContentType,
  contentTypeNames,
  describeIssue,
  fieldName,
  isLocale,
  linksIn,
  nameEntry,
  type PageReason,
  titleOf,
} from '@lectern/shared-types';
import type { Content } from '../src/content/content.ts';
import { entryAt } from '../src/content/update-content.ts';
import type { PageFault } from './check-page.ts';

/**
 * The faults of a page as reasons, each once; a link that leads nowhere is traced to the field that
 * holds it.
 * @param reads keys of what the page has looked at
 */
export function toPageReasons(
  { issues, faults }: { issues: readonly ContentIssue[]; faults: readonly PageFault[] },
  reads: readonly string[],
  content: Content,
): PageReason[] {
  const reasons = [
    ...issues.map(({ type, documentId, locale, field, ...issue }) => ({
      text: describeIssue({ type, documentId, locale, field, ...issue }),
      type,
      documentId,
      locale,
      field: field.join('.'),
    })),
    ...faults.map((fault) => toReason(fault, reads, content)),
  ];
  // The same link may stand on a page twice.
  return [...new Map(reasons.map((reason) => [reason.text, reason])).values()];
}

const nowhere = { type: null, documentId: null, locale: null, field: null };

function toReason(
  { text, href }: PageFault,
  reads: readonly string[],
  content: Content,
): PageReason {
  if (href === undefined) return { text, ...nowhere };
  for (const key of reads) {
    const [type, name, documentId = ''] = key.split(' ');
    // Redirects are the same in all languages.
    const locale = isLocale(name) ? name : null;
    if (!isContentType(type) || (locale === null && type !== 'Redirect')) continue;
    const view = entryAt(content, type, locale, documentId);
    const field = view && fieldWith(view, href);
    if (view === undefined || field === undefined) continue;
    const place = `${nameEntry({ type, entry: titleOf(type, view), locale })}: ${fieldName(type, field)}`;
    const remedy = 'Correct the link, or publish what it leads to first.';
    return {
      text: `${text} It is in ${place}. ${remedy}`,
      type,
      documentId,
      locale,
      field: field.join('.'),
    };
  }
  return { text, ...nowhere };
}

const isContentType = (name: string | undefined): name is ContentType =>
  contentTypeNames.some((each) => each === name);

/** Path of the first field that holds a link, as it stands or within Markdown. */
function fieldWith(view: object, href: string): (string | number)[] | undefined {
  for (const [name, part] of Object.entries(view)) {
    const key = Array.isArray(view) ? Number(name) : name;
    if (typeof part === 'string') {
      if ([part, ...linksIn(part)].some((link) => toUrl(link) === toUrl(href))) return [key];
    } else if (typeof part === 'object' && part !== null) {
      const rest = fieldWith(part, href);
      if (rest !== undefined) return [key, ...rest];
    }
  }
  return undefined;
}

/** One spelling: what editors may write as it is, such as "ñ", pages have in the letters of URLs. */
const toUrl = (link: string): string =>
  URL.parse(link, 'https://site.invalid/a/page')?.href ?? link;
