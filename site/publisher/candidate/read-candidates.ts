import type { ContentIssue, DraftEntry, Locale } from '@lectern/shared-types';
import { createAsk } from '../../src/cms/client.ts';
import type { ContentSource } from '../../src/cms/load-content.ts';
import { type MediaFile, mediaIn } from '../../src/cms/media.ts';
import { readDrafts } from '../../src/cms/read-drafts.ts';
import { checkEntries } from '../../src/cms/to-content.ts';
import { type Content, entryKey, type View } from '../../src/content/content.ts';
import { type ContentUpdate, entryAt } from '../../src/content/update-content.ts';

/** Drafts that may be published, as far as they can be. */
export interface Candidates {
  /** Those that are right, which publishing would make part of the content. */
  drafts: { type: DraftEntry['type']; locale: Locale | null; view: View<DraftEntry['type']> }[];
  /** What is wrong with the others, which the CMS does not publish. */
  issues: ContentIssue[];
  media: MediaFile[];
}

/** @throws ContentReadError when the drafts cannot be read */
export async function readCandidates(
  source: ContentSource,
  entries: readonly DraftEntry[],
): Promise<Candidates> {
  const ask = createAsk(source.cmsUrl, source.token, source.deadline);
  const found: Candidates = { drafts: [], issues: [], media: [] };
  for (const [type, own] of Map.groupBy(entries, (entry) => entry.type)) {
    const asked = new Set(own.map(({ documentId, locale }) => keyOf(type, documentId, locale)));
    const ids = [...new Set(own.map(({ documentId }) => documentId))];
    const locales = [...new Set(own.map(({ locale }) => locale))];
    const raw = (await readDrafts(ask, type, ids, locales)).filter(({ documentId, locale }) =>
      asked.has(keyOf(type, documentId, locale ?? null)),
    );
    found.media.push(...(await source.media.prepare(mediaIn(raw), false)));
    const { views, issues, notices } = checkEntries(type, new Set(ids), raw, source.media.find);
    found.issues.push(...issues, ...notices);
    for (const { locale, view } of views)
      found.drafts.push({ type, locale: locale as Locale | null, view });
  }
  return found;
}

/** What publishing does to the content; the other locales of each entry stay as they are. */
export function toUpdates({ drafts }: Candidates, content: Content): ContentUpdate[] {
  return [...Map.groupBy(drafts, ({ type }) => type)].map(([type, own]) => {
    const ids = new Set(own.map(({ view }) => view.documentId));
    const changed = new Set(own.map(({ locale, view }) => keyOf(type, view.documentId, locale)));
    const others = viewsOf(type, ids, content).filter(
      ({ locale, view }) => !changed.has(keyOf(type, view.documentId, locale)),
    );
    return { type, ids, views: [...own, ...others], issues: [] };
  });
}

/** The updates that bring the content back to what it was. */
export const toInverse = (updates: readonly ContentUpdate[], content: Content): ContentUpdate[] =>
  updates.map(({ type, ids }) => ({ type, ids, views: viewsOf(type, ids, content), issues: [] }));

const viewsOf = (
  type: DraftEntry['type'],
  ids: ReadonlySet<string>,
  content: Content,
): { locale: Locale | null; view: View<DraftEntry['type']> }[] =>
  (type === 'Redirect' ? [null] : [...content.locales.keys()]).flatMap((locale) =>
    [...ids].flatMap((id) => {
      const view = entryAt(content, type, locale, id);
      return view === undefined ? [] : [{ locale, view }];
    }),
  );

/** Redirects have no locale, whatever one they are asked for in. */
const keyOf = (type: DraftEntry['type'], documentId: string, locale: string | null) =>
  entryKey(type, type === 'Redirect' ? null : locale, documentId);
