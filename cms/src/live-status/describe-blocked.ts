import type { BlockedGroup } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import { environment } from '../environment';
import type { Blocked } from './contract';
import { toEntryLink } from './entry-link';
import { localeOfPath, type NamedEntry, nameEntries, pageAt } from './name-entries';

/**
 * Says of each fault which pages it concerns, and which entry and field have to be changed. An entry
 * that may not be named is left out.
 */
export async function describeBlocked(
  strapi: Core.Strapi,
  groups: readonly BlockedGroup[],
  findNameable: FindNameable,
): Promise<Blocked[]> {
  const named = await nameEntries(
    strapi,
    groups.flatMap(({ documentId }) => documentId ?? []),
  );
  const described = await Promise.all(
    groups.map(async ({ reason, field, documentId, locale, isHeld, pages, pageCount }) => {
      const [first] = pages;
      // Where nobody knows the entry to change it is the one of the page itself.
      const entry = documentId
        ? named.get(documentId)
        : first === undefined
          ? undefined
          : await pageAt(strapi, first);
      const own = documentId ? locale : first ? localeOfPath(first) : null;
      return {
        reason,
        field,
        isHeld,
        entry: entry === undefined ? null : toEntry(entry, own),
        pageCount,
        pages: pages.map((path) => ({
          path,
          url: new URL(path, environment.PUBLIC_SITE_URL).href,
        })),
      };
    }),
  );
  const mayName = await findNameable(described.flatMap(({ entry }) => entry?.link ?? []));
  return described.map((each) =>
    each.entry === null || mayName(each.entry.link) ? each : { ...each, entry: null },
  );
}

function toEntry({ uid, documentId, titles }: NamedEntry, locale: string | null): Blocked['entry'] {
  const title = titles.get(locale) ?? [...titles.values()][0] ?? '(untitled)';
  return { title, link: toEntryLink(uid, documentId, locale) };
}
