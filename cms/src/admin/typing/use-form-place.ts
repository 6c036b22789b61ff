import { useQueryParams } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

interface Query {
  status?: string;
  plugins?: { i18n?: { locale?: string } };
}

/** What the form on this page is of. */
export interface FormPlace {
  /** The list that it is in, as in the addresses of the content manager. */
  list: string;
  /** What it is saved as: the entry, or the list for a new one. */
  savedAs: string;
  slug: string;
  /** The entry; "create" for a new one, "clone/…" for a copy of another, undefined for a single type. */
  entry: string | undefined;
  locale: string;
}

/** @returns undefined where it shows what is published, which nobody types into */
export function useFormPlace(): FormPlace | undefined {
  const { collectionType = '', slug = '', id, origin } = useParams();
  const [{ query }] = useQueryParams<Query>();
  if (query?.status === 'published') return undefined;
  const list = `${collectionType}/${slug}`;
  return {
    list,
    savedAs: id === undefined || id === 'create' ? list : `${list}/${id}`,
    slug,
    entry: origin === undefined ? id : `clone/${origin}`,
    locale: query?.plugins?.i18n?.locale ?? '',
  };
}
