import { type ContentType, contentTypes, isLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { toEntryLink } from '../live-status/entry-link';
import type { Loss } from './contract';
import type { Version } from './lost-addresses';

/** Why visitors see nothing in a language, and what to do; undefined when they do. */
export async function describeUnshown(
  strapi: Core.Strapi,
  locale: string | null,
): Promise<string | undefined> {
  if (locale === null) return undefined;
  if (!isLocale(locale))
    return `The site is not built for the language "${locale}", so visitors do not see it. Ask whoever runs the site to add the language, or write it in another one.`;
  const where = { locale, publishedAt: { $notNull: true } };
  const sites: number = await strapi.db.query(contentTypes.Site.uid).count({ where });
  if (sites > 0) return undefined;
  return `"Site" is not published in the language "${locale}", so visitors see no page in it. Publish "Site" in this language.`;
}

/** Of what is published for the first time: that visitors would not see it all the same. */
export async function findUnshownLanguages(
  strapi: Core.Strapi,
  type: ContentType,
  drafts: readonly Version[],
  published: readonly Version[],
): Promise<Loss[]> {
  const known = new Set(published.map(({ documentId, locale }) => `${documentId} ${locale}`));
  const losses: Loss[] = [];
  for (const { documentId, locale } of drafts) {
    if (known.has(`${documentId} ${locale}`)) continue;
    const text =
      type === 'Site' && isLocale(locale) ? undefined : await describeUnshown(strapi, locale);
    if (text === undefined) continue;
    const entry = toEntryLink(contentTypes[type].uid, documentId, locale);
    losses.push({ key: `${documentId} ${locale} unshown`, text, entry, isDeadLink: false });
  }
  return losses;
}
