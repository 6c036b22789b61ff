import {
  type ContentType,
  contentTypeNames,
  isLocale,
  type Locale,
  type Valid,
} from '@lectern/shared-types';

/** An image that the site serves itself, in every width there is of it. */
export interface Image {
  /** Path on the site, named by the hash of the bytes. */
  src: string;
  alt: string;
  width: number;
  height: number;
  /** Candidates for `srcset`, narrowest first; the last is the image itself. */
  sources: { src: string; width: number }[];
}

/** Valid content of a type as components receive it, with images that the site serves. */
export type View<Type extends ContentType> = WithImages<Valid<Type>> & {
  documentId: string;
  /** ISO 8601 time of the last change. */
  updatedAt: string;
};

type WithImages<Value> = Value extends { alternativeText: string; url: string }
  ? Image
  : Value extends (infer Item)[]
    ? WithImages<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: WithImages<Value[Key]> }
      : Value;

export type Framework = View<'Framework'>;
export type PathStep = View<'PathStep'>;
export type Testimonial = View<'Testimonial'>;
export type Faq = View<'Faq'>;
export type Plan = View<'Plan'>;
export type Reason = View<'Reason'>;
export type LandingPage = View<'LandingPage'>;
export type Site = View<'Site'>;
export type Redirect = View<'Redirect'>;

/** Entries of one type and locale by document id. */
type Entries<Type extends ContentType> = ReadonlyMap<string, View<Type>>;

/** The types that pages list or stand for: all but the ones that exist once. */
export type ListedType = Exclude<ContentType, 'Site' | 'Redirect'>;

export type ListedEntries = { [Type in ListedType]: Entries<Type> };

/** Everything the site shows in one locale. */
export interface LocaleContent extends ListedEntries {
  locale: Locale;
  site: Site;
  /** Document id of the landing page by slug. */
  slugs: ReadonlyMap<string, string>;
}

/** Name of an entry in the record of what a page has read. */
export const entryKey = (type: ContentType, locale: string | null, documentId: string) =>
  `${type} ${locale ?? ''} ${documentId}`;

/** What `entryKey` was made of; undefined for other names in the record, such as an address. */
export function parseEntryKey(
  key: string,
): { type: ContentType; locale: Locale | null; documentId: string } | undefined {
  const [name, locale = '', documentId] = key.split(' ');
  const type = contentTypeNames.find((each) => each === name);
  if (type === undefined || documentId === undefined) return undefined;
  return { type, locale: isLocale(locale) ? locale : null, documentId };
}

/** Everything the site shows, read from the CMS at one content generation. */
export interface Content {
  generation: number;
  locales: ReadonlyMap<Locale, LocaleContent>;
  redirects: Entries<'Redirect'>;
  /** Document id of the redirect by the address it leads away from, folded. */
  addresses: ReadonlyMap<string, string>;
}
