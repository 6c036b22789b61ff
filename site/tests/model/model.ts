import { deepStrictEqual } from 'node:assert';

/* What people have done, and what follows from it for the live site: the rules of publishing, in a
 * form so simple that it can be seen to be right. */

/** Addresses that pages and redirects compete for. */
export const slugs = ['alpha', 'beta', 'gamma'] as const;
export type Slug = (typeof slugs)[number];

/** Where a page's button leads: to its own top, to a place that no page has, or to another page. */
export type Lead = 'home' | 'nowhere' | Slug;

export interface PageVersion {
  slug: Slug;
  title: string;
  leadsTo: Lead;
  /** Numbers of the FAQs that it lists. */
  faqs: number[];
}

interface Entry<Version> {
  documentId: string;
  /** As it was published last, and not unpublished since. */
  published?: Version;
  /** Whether the published version has since been spoilt behind the back of the CMS. */
  isSpoilt: boolean;
}

/** A page as visitors see it. */
export interface Shown {
  title: string;
  questions: readonly string[];
}

interface Live {
  /** By number of the page, in the version that is shown. */
  pages: Map<number, PageVersion & Shown>;
  /** Where the redirect leads; undefined when there is none, or when nothing is there. */
  redirect: Slug | undefined;
}

export interface Model {
  pages: Map<number, Entry<PageVersion>>;
  faqs: Map<number, Entry<string>>;
  redirect: Entry<Slug> | undefined;
  /** Document id of the story with a picture that every page lists. */
  testimonial: string;
  isSiteSpoilt: boolean;
  areUploadsAway: boolean;
  isCmsUp: boolean;
  isPublisherUp: boolean;
  isPinned: boolean;
  live: Live;
  /** What the content was when the database was copied. */
  backup: Pick<Model, 'pages' | 'faqs' | 'redirect'> | undefined;
  /** Releases that were live with everything in order, and what they show. */
  releases: { id: string; live: Live }[];
  /** Makes every text differ from every other. */
  versions: number;
}

export const newModel = (testimonial: string): Model => ({
  pages: new Map(),
  faqs: new Map(),
  redirect: undefined,
  testimonial,
  isSiteSpoilt: false,
  areUploadsAway: false,
  isCmsUp: true,
  isPublisherUp: true,
  isPinned: false,
  live: { pages: new Map(), redirect: undefined },
  backup: undefined,
  releases: [],
  versions: 0,
});

/** A text that no other version has, and that is no part of another one's. */
export const nextText = (model: Model, what: string): string => `${what} ${++model.versions}.`;

/**
 * Takes the live site to what is published: every page that can be shown as published is; one that
 * cannot stays as it was; one that is published no more goes.
 * @returns numbers of the pages that are held back
 */
export function settle(model: Model): Set<number> {
  const before = model.live;
  const published = [...model.pages].flatMap(([number, { published }]) =>
    published ? [[number, published] as const] : [],
  );
  const held = new Set<number>();
  const isThere = (slug: Slug) =>
    published.some(([number, page]) => {
      const shown = held.has(number) ? before.pages.get(number) : page;
      return shown?.slug === slug;
    });
  for (let size = -1; size !== held.size; ) {
    size = held.size;
    for (const [number, { leadsTo }] of published)
      if (leadsTo === 'nowhere' || (leadsTo !== 'home' && !isThere(leadsTo))) held.add(number);
  }
  const pages: Live['pages'] = new Map();
  const show = (number: number, version: PageVersion) =>
    pages.set(number, {
      ...version,
      questions: version.faqs.flatMap((faq) => model.faqs.get(faq)?.published ?? []),
    });
  for (const [number, page] of published) if (!held.has(number)) show(number, page);
  const taken = new Set([...pages.values()].map(({ slug }) => slug));
  for (const number of held) {
    const last = before.pages.get(number);
    // It keeps its own last version and takes new ones of what it lists.
    if (last !== undefined && !taken.has(last.slug)) show(number, last);
  }
  const to = model.redirect?.published;
  const redirect = [...pages.values()].some(({ slug }) => slug === to) ? to : undefined;
  model.live = { pages, redirect };
  return held;
}

/** Whether everything that is published is what visitors see. */
export const isInOrder = (model: Model): boolean =>
  !model.isSiteSpoilt &&
  [...model.pages.values(), ...model.faqs.values()].every(({ isSpoilt }) => !isSpoilt) &&
  settleCopy(model).size === 0;

function settleCopy(model: Model): Set<number> {
  return settle({ ...model });
}

export const copyContent = ({ pages, faqs, redirect }: Model): NonNullable<Model['backup']> =>
  structuredClone({ pages, faqs, redirect });

/** Fails when two pages of the model stand at one address, which would be a fault of the model. */
export function checkModel({ live }: Model): void {
  const taken = [...live.pages.values()].map(({ slug }) => slug);
  deepStrictEqual([...new Set(taken)].sort(), taken.toSorted());
}
