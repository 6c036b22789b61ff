import type { ContentIssue, ContentType, Locale } from '@lectern/shared-types';
import type { Content, ListedType, LocaleContent, View } from '../src/content/content.ts';
import { byEntry, type Snapshot } from './snapshot.ts';

interface Replacement<Type extends ContentType> {
  /** Valid entries of every locale. */
  views: readonly { locale: string | null; view: View<Type> }[];
  issues: readonly ContentIssue[];
}

/** A copy of the snapshot in which the named entries of one type are those given, in every locale. */
export function replaceEntries<Type extends ListedType | 'Redirect'>(
  snapshot: Snapshot,
  type: Type,
  ids: ReadonlySet<string>,
  { views, issues }: Replacement<Type>,
): Snapshot {
  const blocked = new Map(snapshot.blocked);
  for (const [key, faults] of snapshot.blocked)
    if (faults.some((fault) => fault.type === type && ids.has(fault.documentId)))
      blocked.delete(key);
  for (const [key, faults] of byEntry(issues)) blocked.set(key, faults);
  const fresh: Replace = (locale, old) => {
    const entries = new Map(old);
    for (const id of ids) entries.delete(id);
    for (const { locale: own, view } of views)
      if (own === locale) entries.set(view.documentId, view);
    return entries;
  };
  return { ...snapshot, blocked, content: withEntries(snapshot.content, type, fresh) };
}

type Replace = (
  locale: Locale | null,
  old: ReadonlyMap<string, { documentId: string }>,
) => ReadonlyMap<string, { documentId: string }>;

/** The one place that sets entries by the name of their type; `views` and `type` belong together. */
function withEntries(content: Content, type: ListedType | 'Redirect', fresh: Replace): Content {
  if (type === 'Redirect')
    return { ...content, redirects: fresh(null, content.redirects) as Content['redirects'] };
  const locales = [...content.locales].map(
    ([locale, old]) =>
      [locale, { ...old, [type]: fresh(locale, old[type]) } as LocaleContent] as const,
  );
  return { ...content, locales: new Map(locales) };
}
