import { Link } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import type { EntryLink } from '../../live-status/contract';
import { toEditPath } from './wording';

/** Leads to a page of the site, in a window of its own. */
export function PageAnchor({ url, children }: { url: string; children: ReactNode }) {
  return (
    <Link href={url} isExternal>
      {children}
    </Link>
  );
}

/** Leads to where an entry is edited. */
export function EntryAnchor({ link, children }: { link: EntryLink; children: ReactNode }) {
  return (
    <Link tag={NavLink} to={toEditPath(link)}>
      {children}
    </Link>
  );
}
