import {
  type ContentIssue,
  type ContentType,
  checkEntry,
  defaultLocale,
  findDuplicates,
  foldAddress,
  isLocale,
  type Locale,
  locales,
  type PublicationStatus,
  type UncheckedEntry,
} from '@lectern/shared-types';
import type { Content, Image, LocaleContent, View } from '../content/content.ts';
import { ContentReadError } from './errors.ts';
import { isMedia, type Media } from './media.ts';
import type { RawContent } from './read-content.ts';

export type RawEntry = UncheckedEntry & { updatedAt: string | null };

/** Where the site serves an image of the CMS. */
export type ToImage = (media: Media) => Image;

export interface CheckedContent {
  /** What is valid. */
  content: Content;
  /** What is not, with every fault of every entry. */
  issues: ContentIssue[];
}

/**
 * Checks everything that was read against the rules and sorts it by locale and type. Among drafts a
 * locale may still be without a Site: it is left out.
 * @throws ContentReadError when a locale with pages has no published Site
 */
export function toContent(
  raw: RawContent,
  toImage: ToImage,
  status: PublicationStatus = 'PUBLISHED',
): CheckedContent {
  const issues: ContentIssue[] = [];
  const viewsOf = <Type extends ContentType>(
    type: Type,
    entries: readonly RawEntry[],
  ): Map<string, View<Type>> => {
    const checked = toViews(type, entries, toImage);
    issues.push(...checked.issues);
    return new Map(checked.views.map(({ view }) => [view.documentId, view]));
  };

  const content = new Map<Locale, LocaleContent>();
  for (const locale of locales) {
    const isHere = (entry: { locale: string | null }) => entry.locale === locale;
    const rawSite = raw.sites.get(locale);
    if (rawSite === undefined) {
      const isNeeded = locale === defaultLocale || raw.LandingPage.some(isHere);
      if (status === 'PUBLISHED' && isNeeded) throw withoutSite(locale);
      continue;
    }
    const site = viewsOf('Site', [rawSite]).get(rawSite.documentId);
    const entries = {
      Framework: viewsOf('Framework', raw.Framework.filter(isHere)),
      PathStep: viewsOf('PathStep', raw.PathStep.filter(isHere)),
      Testimonial: viewsOf('Testimonial', raw.Testimonial.filter(isHere)),
      Faq: viewsOf('Faq', raw.Faq.filter(isHere)),
      Plan: viewsOf('Plan', raw.Plan.filter(isHere)),
      Reason: viewsOf('Reason', raw.Reason.filter(isHere)),
      LandingPage: viewsOf('LandingPage', raw.LandingPage.filter(isHere)),
    };
    const slugs = new Map(
      [...entries.LandingPage.values()].map((page) => [page.slug, page.documentId]),
    );
    if (site !== undefined) content.set(locale, { locale, site, ...entries, slugs });
  }
  const redirects = viewsOf('Redirect', raw.Redirect);
  const addresses = new Map(
    [...redirects.values()].map(({ from, documentId }) => [foldAddress(from), documentId]),
  );
  const generation = raw.generation.value;
  return { content: { generation, locales: content, redirects, addresses }, issues };
}

/** Checks entries of one type; equal slugs or redirects count as a fault of the later entry. */
export function toViews<Type extends ContentType>(
  type: Type,
  entries: readonly RawEntry[],
  toImage: ToImage,
): { views: { locale: string | null; view: View<Type> }[]; issues: ContentIssue[] } {
  const unique = { LandingPage: 'slug', Redirect: 'from' } as const;
  const field: string | undefined = Reflect.get(unique, type);
  const issues = field === undefined ? [] : findDuplicates(type, field, entries);
  const repeated = new Set(issues.map(({ documentId, locale }) => `${documentId} ${locale}`));
  const views: { locale: string | null; view: View<Type> }[] = [];
  for (const entry of entries) {
    const checked = checkEntry(type, entry, 'published');
    if (!checked.isValid) issues.push(...checked.issues);
    else if (!repeated.has(`${entry.documentId} ${entry.locale ?? null}`))
      views.push({
        locale: entry.locale ?? null,
        view: toView<Type>(checked.value, entry, toImage),
      });
  }
  return { views, issues };
}

/** Locales in which the CMS has content that the site is not built for. */
export function unknownLocales(raw: RawContent): string[] {
  const found = raw.LandingPage.flatMap(({ locale }) =>
    locale === null || isLocale(locale) ? [] : [locale],
  );
  return [...new Set(found)].sort();
}

function toView<Type extends ContentType>(
  value: object,
  entry: RawEntry,
  toImage: ToImage,
): View<Type> {
  // The one place where checked content becomes a view: images are swapped for served ones.
  return {
    ...(withImages(value, entry, toImage) as View<Type>),
    documentId: entry.documentId,
    updatedAt: entry.updatedAt ?? '',
  };
}

/** Replaces, at any depth, each medium of the CMS by the image that the site serves. */
function withImages(checked: unknown, source: unknown, toImage: ToImage): unknown {
  if (Array.isArray(checked))
    return checked.map((item, index) => withImages(item, at(source, index), toImage));
  if (typeof checked !== 'object' || checked === null) return checked;
  // What it shows may be said in the entry's own language.
  if (isMedia(source)) return { ...toImage(source), alt: at(checked, 'alternativeText') };
  return Object.fromEntries(
    Object.entries(checked).map(([key, value]) => [
      key,
      withImages(value, at(source, key), toImage),
    ]),
  );
}

const at = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const withoutSite = (locale: Locale) =>
  new ContentReadError(
    'incomplete',
    `Could not build the ${locale} pages: the CMS has no published "Site" in this locale. Open Site in the admin, switch to ${locale}, fill it in and publish it.`,
  );
