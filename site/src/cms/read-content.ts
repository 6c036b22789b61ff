import {
  CurrentGenerationDocument,
  FaqsDocument,
  FrameworksDocument,
  LandingPagesDocument,
  type Locale,
  locales,
  PathStepsDocument,
  PlansDocument,
  type PublicationStatus,
  ReasonsDocument,
  RedirectsDocument,
  SiteDocument,
  TestimonialsDocument,
} from '@lectern/shared-types';
import type { Ask } from './client.ts';
import { ContentReadError } from './errors.ts';
import {
  applyChanges,
  type Changes,
  type Entries,
  readChanges,
  readPosition,
} from './read-changes.ts';
import { readEntries } from './read-entries.ts';

/** A state of the CMS's content; equal change ids mean equal content. */
export interface Generation {
  value: number;
  changeId: string;
}

/** Everything as the CMS gives it, unchecked. */
export interface RawContent extends Omit<Entries, 'Site'> {
  sites: Map<Locale, Entries['Site'][number]>;
  /** What all of it is the state of. */
  generation: Generation;
  /** Whether images or languages changed while it was read: some of it may be as it was before. */
  isSweptOver: boolean;
}

/** Readings that are begun again because images or languages changed, or the database was exchanged. */
const attempts = 3;

/**
 * Reads the whole content, while people publish: what changes in the meantime is read again at the
 * end, in one answer, so that all of it is one state, however long it has taken.
 * @throws ContentReadError
 */
export async function readContent(
  ask: Ask,
  status: PublicationStatus = 'PUBLISHED',
): Promise<RawContent> {
  let last: { read: Entries; changes: Changes } | undefined;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const since = await readPosition(ask, status);
    const read = await readAll(ask, status);
    const changes = await readChanges(ask, since, status);
    if (changes === undefined) continue;
    last = { read, changes };
    if (!changes.isSweeping) break;
  }
  if (last === undefined)
    throw new ContentReadError(
      'moved',
      `Could not read the CMS: it does not know any more, at the end of each of ${attempts} readings, what it had counted at its beginning. Look whether its database is being exchanged.`,
    );
  const { Site, ...entries } = applyChanges(last.read, last.changes);
  const { generation, isSweeping } = last.changes;
  return { ...entries, sites: byLocale(Site), generation, isSweptOver: isSweeping };
}

/** The content generation of the CMS at the moment. */
export async function readGeneration(ask: Ask): Promise<Generation> {
  return (await ask(CurrentGenerationDocument, {})).contentGeneration;
}

async function readAll(ask: Ask, status: PublicationStatus): Promise<Entries> {
  return {
    Framework: await readEntries(ask, 'frameworks', FrameworksDocument, status),
    PathStep: await readEntries(ask, 'path steps', PathStepsDocument, status),
    Testimonial: await readEntries(ask, 'testimonials', TestimonialsDocument, status),
    Faq: await readEntries(ask, 'FAQs', FaqsDocument, status),
    Plan: await readEntries(ask, 'plans', PlansDocument, status),
    Reason: await readEntries(ask, 'reasons', ReasonsDocument, status),
    LandingPage: await readEntries(ask, 'landing pages', LandingPagesDocument, status),
    Site: await readSites(ask, status),
    Redirect: await readEntries(ask, 'redirects', RedirectsDocument, status),
  };
}

async function readSites(ask: Ask, status: PublicationStatus): Promise<Entries['Site']> {
  const sites = await Promise.all(
    locales.map(async (locale) => (await ask(SiteDocument, { locale, status })).site),
  );
  return sites.filter((site) => site !== null);
}

function byLocale(sites: Entries['Site']): RawContent['sites'] {
  const found = new Map<Locale, Entries['Site'][number]>();
  for (const locale of locales) {
    const site = sites.find((each) => each.locale === locale);
    if (site !== undefined) found.set(locale, site);
  }
  return found;
}
