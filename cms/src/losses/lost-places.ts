import {
  type ContentType,
  contentTypes,
  headingAnchor,
  type Section,
  sectionAnchors,
  sectionNames,
  sections,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { listingFields } from '../documents/listing-fields';
import type { LosingAction } from './contract';
import type { Version } from './lost-addresses';
import { pathOf } from './pages-listing';

/** A landing page that stays, without some of the places on it that links can lead to. */
export interface PoorerPage {
  documentId: string;
  locale: string | null;
  path: string;
  /** Ids of the entries that stay on it. */
  listed: ReadonlySet<string>;
  /** What of its anchors goes. */
  anchors: ReadonlySet<string>;
}

type Page = Version & { closing: object | null } & Record<Section, { documentId: string }[]>;

const isPublished = { publishedAt: { $notNull: true } };

/** Pages on which an action leaves a section empty, which goes with its anchors. */
export async function findPoorerPages(
  strapi: Core.Strapi,
  type: ContentType,
  action: LosingAction,
  published: readonly Version[],
): Promise<PoorerPage[]> {
  if (published.length === 0) return [];
  const documentId = { $in: published.map((row) => row.documentId) };
  const poorer: PoorerPage[] = [];
  if (type === 'LandingPage' && action === 'publish') {
    const drafts = await readPages(strapi, { documentId, publishedAt: null });
    for (const page of await readPages(strapi, { id: { $in: published.map(({ id }) => id) } })) {
      const draft = drafts.find(
        (each) => each.documentId === page.documentId && each.locale === page.locale,
      );
      if (draft) poorer.push(compare(page, await withoutUnpublished(strapi, draft, page)));
    }
  } else if (type !== 'LandingPage' && action !== 'publish') {
    const { fields } = listingFields(type);
    if (fields.length === 0) return [];
    const lists = { $or: fields.map((field) => ({ [field]: { documentId } })) };
    const goes = new Set(published.map((row) => `${row.documentId} ${row.locale}`));
    for (const page of await readPages(strapi, { ...isPublished, ...lists })) {
      const after = { ...page };
      for (const name of sectionNames)
        after[name] = page[name].filter((entry) => !goes.has(`${entry.documentId} ${page.locale}`));
      poorer.push(compare(page, after));
    }
  }
  return poorer.filter(({ anchors }) => anchors.size > 0);
}

const readPages = (strapi: Core.Strapi, where: object): Promise<Page[]> =>
  strapi.db.query(contentTypes.LandingPage.uid).findMany({
    where,
    populate: {
      closing: { select: ['id'] },
      ...Object.fromEntries(sectionNames.map((name) => [name, { select: ['documentId'] }])),
    },
    orderBy: { id: 'asc' },
  });

/** A draft as it is published: what it lists and nobody has published does not go along. */
async function withoutUnpublished(strapi: Core.Strapi, draft: Page, before: Page): Promise<Page> {
  const page = { ...draft };
  for (const name of sectionNames) {
    if (before[name].length === 0 || draft[name].length === 0) continue;
    const uid: UID.ContentType = contentTypes[sections[name]].uid;
    const documentId = { $in: draft[name].map((entry) => entry.documentId) };
    const where = { ...isPublished, documentId, locale: draft.locale };
    page[name] = await strapi.db.query(uid).findMany({ where, select: ['documentId'] });
  }
  return page;
}

function compare(before: Page, after: Page): PoorerPage {
  const { documentId, locale } = after;
  const stay = new Set(anchorsOf(after));
  return {
    documentId,
    locale,
    path: pathOf(after),
    listed: new Set(sectionNames.flatMap((name) => after[name].map((entry) => entry.documentId))),
    anchors: new Set(anchorsOf(before).filter((anchor) => !stay.has(anchor))),
  };
}

function anchorsOf(page: Page): string[] {
  const parts = sectionNames.flatMap((name) => (page[name].length > 0 ? sectionAnchors[name] : []));
  const headings = page.closing ? [...parts, 'closing'] : parts;
  return [...parts, ...headings.map(headingAnchor)];
}
