import {
  type ContentType,
  homePath,
  type Locale,
  landingPagePath,
  sectionNames,
  sections,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';

/** A page of the drafts that shows an entry. */
interface ShowingPage {
  title: string;
  /** Its address on the site; null for a landing page whose address is still empty. */
  path: string | null;
  locale: Locale;
  /** Where the preview server shows it; goes on working when the address changes. */
  previewPath: string;
}

export interface ShowingPages {
  pages: ShowingPage[];
  /** Why there is none; null when there is one. */
  message: string | null;
}

interface PageRow {
  documentId: string;
  title: string | null;
  slug: string | null;
}

const pageUid = 'api::landing-page.landing-page';

/** The draft pages on which an editor sees a draft of an entry. */
export async function findPagesShowing(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  locale: Locale,
): Promise<ShowingPages> {
  if (type === 'Redirect')
    return { pages: [], message: 'A redirect has no page of its own to preview.' };
  if (type === 'Site') {
    const path = homePath(locale);
    return { pages: [{ title: 'Home page', path, locale, previewPath: path }], message: null };
  }
  const fields = sectionNames.filter((name) => sections[name] === type);
  const isWanted =
    type === 'LandingPage'
      ? { documentId }
      : { $or: fields.map((field) => ({ [field]: { documentId } })) };
  const rows: PageRow[] = await strapi.db.query(pageUid).findMany({
    select: ['documentId', 'title', 'slug'],
    where: { locale, publishedAt: null, ...isWanted },
    orderBy: { title: 'asc' },
  });
  const pages = rows.map((row) => ({
    title: row.title || '(untitled)',
    path: row.slug ? landingPagePath(locale, { slug: row.slug }) : null,
    locale,
    previewPath: `/preview/${locale}/${row.documentId}/`,
  }));
  const message =
    type === 'LandingPage'
      ? 'This page has no draft in this language yet. Save it first.'
      : 'No page lists this entry yet. Add it to a landing page to see it there.';
  return { pages, message: pages.length > 0 ? null : message };
}
