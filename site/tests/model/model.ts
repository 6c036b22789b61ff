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
  /** Document ids of the FAQs that it lists. */
  faqs: string[];
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
  story: string;
}

/** What visitors see. */
interface Live {
  /** By number of the page, in the version that is shown. */
  pages: Map<number, PageVersion & Shown>;
  /** FAQs and the story in the versions that are shown wherever they are listed, by document id. */
  texts: Map<string, string>;
  /** Where the redirect leads; undefined when there is none, or when nothing is there. */
  redirect: Slug | undefined;
}

export interface Model {
  pages: Map<number, Entry<PageVersion>>;
  faqs: Map<number, Entry<string>>;
  redirect: Entry<Slug> | undefined;
  /** A story that every page lists; each of its versions has another picture. */
  story: Entry<string>;
  isSiteSpoilt: boolean;
  areUploadsAway: boolean;
  /** Whether the publisher may be without a copy of the story's picture beside the one that pages show. */
  areCopiesLost: boolean;
  isCmsUp: boolean;
  isPublisherUp: boolean;
  isPinned: boolean;
  live: Live;
  /**
   * What the site was last right with, by document id: it has to have followed the CMS while that
   * was published. A rollback changes what is live, and nothing here.
   */
  good: { pages: ReadonlyMap<string, PageVersion>; texts: ReadonlyMap<string, string> };
  /** What the content was when the database was copied. */
  backup: Content | undefined;
  /** Releases that were live with everything in order, and what they show. */
  releases: { id: string; live: Live }[];
  /** Makes every text differ from every other. */
  versions: number;
}

type Content = Pick<Model, 'pages' | 'faqs' | 'redirect' | 'story'>;

/** What is live before the first step. */
type Beginning = Pick<Model, 'story' | 'areCopiesLost' | 'versions'>;

export function newModel({ story, areCopiesLost, versions }: Beginning): Model {
  const texts = new Map([[story.documentId, story.published ?? '']]);
  return {
    pages: new Map(),
    faqs: new Map(),
    redirect: undefined,
    story,
    isSiteSpoilt: false,
    areUploadsAway: false,
    areCopiesLost,
    isCmsUp: true,
    isPublisherUp: true,
    isPinned: false,
    live: { pages: new Map(), texts, redirect: undefined },
    good: { pages: new Map(), texts },
    backup: undefined,
    releases: [],
    versions,
  };
}

/** A text that no other version has, and that is no part of another one's. */
export const nextText = (model: Model, what: string): string => `${what} ${++model.versions}.`;

/** Whether what is published is on its way to the live site. */
export const isFollowing = ({ isCmsUp, isPublisherUp, isPinned }: Model): boolean =>
  isCmsUp && isPublisherUp && !isPinned;

/** Whether the picture of the story may be nowhere any more. */
export const isPictureLost = ({ areUploadsAway, areCopiesLost }: Model): boolean =>
  areUploadsAway && areCopiesLost;

/**
 * Takes the live site to what is published: every page that can be shown as published is; one that
 * cannot stays as it was; one that is published no more goes.
 * @returns numbers of the pages that are held back
 */
export function settle(model: Model): Set<number> {
  const { good } = model;
  const texts = settleTexts(model);
  const published = [...model.pages].flatMap(([number, { documentId, published, isSpoilt }]) => {
    const last = good.pages.get(documentId);
    return published ? [{ number, documentId, version: published, isSpoilt, last }] : [];
  });
  const held = new Set(published.flatMap(({ number, isSpoilt }) => (isSpoilt ? number : [])));
  const isThere = (slug: Slug) =>
    published.some(
      ({ number, version, last }) => (held.has(number) ? last : version)?.slug === slug,
    );
  for (let size = -1; size !== held.size; ) {
    size = held.size;
    for (const { number, version } of published)
      if (
        version.leadsTo === 'nowhere' ||
        (version.leadsTo !== 'home' && !isThere(version.leadsTo))
      )
        held.add(number);
  }
  const taken = new Set(
    published.flatMap(({ number, version }) => (held.has(number) ? [] : version.slug)),
  );
  const pages: Live['pages'] = new Map();
  const goodPages = new Map<string, PageVersion>();
  for (const { number, documentId, version, last } of published) {
    // One that is held back keeps its own last version and takes new ones of what it lists.
    const shown = held.has(number) ? last : version;
    if (shown === undefined || (held.has(number) && taken.has(shown.slug))) continue;
    const questions = shown.faqs.flatMap((faq) => texts.get(faq) ?? []);
    const story = texts.get(model.story.documentId) ?? '';
    pages.set(number, { ...shown, questions, story });
    // What is unpublished is on no list of what is published, and comes back to the latest version alone.
    const faqs = held.has(number) ? shown.faqs : shown.faqs.filter((faq) => texts.has(faq));
    goodPages.set(documentId, { ...shown, faqs });
  }
  const to = model.redirect?.published;
  const redirect = [...pages.values()].some(({ slug }) => slug === to) ? to : undefined;
  model.live = { pages, texts, redirect };
  model.good = { pages: goodPages, texts };
  return held;
}

/** The versions in which FAQs and the story are shown; one that never was good is as if unpublished. */
function settleTexts({ faqs, story, good, areUploadsAway }: Model): Map<string, string> {
  const texts = new Map<string, string>();
  for (const entry of [...faqs.values(), story]) {
    const { documentId, published, isSpoilt } = entry;
    const last = good.texts.get(documentId);
    const hasNoPicture = entry === story && areUploadsAway && published !== last;
    const shown = published && (isSpoilt || hasNoPicture) ? last : published;
    if (shown !== undefined) texts.set(documentId, shown);
  }
  return texts;
}

/** Whether every page and FAQ that is published is what visitors see. */
export const isInOrder = (model: Model): boolean =>
  !model.isSiteSpoilt &&
  [...model.pages.values(), ...model.faqs.values()].every(({ isSpoilt }) => !isSpoilt) &&
  settle({ ...model }).size === 0;

export const copyContent = ({ pages, faqs, redirect, story }: Model): Content =>
  structuredClone({ pages, faqs, redirect, story });

/** Fails when two pages of the model stand at one address, which would be a fault of the model. */
export function checkModel({ live }: Model): void {
  const taken = [...live.pages.values()].map(({ slug }) => slug);
  deepStrictEqual([...new Set(taken)].sort(), taken.toSorted());
}
