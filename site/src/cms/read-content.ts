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
import { readEntries } from './read-entries.ts';

/** Everything as the CMS gives it, unchecked. */
export type RawContent = Awaited<ReturnType<typeof readAll>> & { generation: Generation };

/** A state of the CMS's content; equal change ids mean equal content. */
export interface Generation {
  value: number;
  changeId: string;
}

const attempts = 5;

/**
 * Reads the whole content at one content generation: read again when it moved meanwhile.
 * The number of queries depends on the number of entries (one per 1,000 of a type), on nothing else.
 * @throws ContentReadError
 */
export async function readContent(
  ask: Ask,
  status: PublicationStatus = 'PUBLISHED',
): Promise<RawContent> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = await readGeneration(ask);
    const content = await readAll(ask, status).catch((error: unknown) => {
      if (error instanceof ContentReadError && error.reason === 'moved') return undefined;
      throw error;
    });
    const after = await readGeneration(ask);
    if (content !== undefined && before.changeId === after.changeId)
      return { ...content, generation: after };
  }
  throw new ContentReadError(
    'moved',
    `Could not read the CMS: its content changed during each of ${attempts} reads. Try again when fewer people publish.`,
  );
}

/** The content generation of the CMS at the moment. */
export async function readGeneration(ask: Ask): Promise<Generation> {
  return (await ask(CurrentGenerationDocument, {})).contentGeneration;
}

async function readAll(ask: Ask, status: PublicationStatus) {
  return {
    Framework: await readEntries(ask, 'frameworks', FrameworksDocument, status),
    PathStep: await readEntries(ask, 'path steps', PathStepsDocument, status),
    Testimonial: await readEntries(ask, 'testimonials', TestimonialsDocument, status),
    Faq: await readEntries(ask, 'FAQs', FaqsDocument, status),
    Plan: await readEntries(ask, 'plans', PlansDocument, status),
    Reason: await readEntries(ask, 'reasons', ReasonsDocument, status),
    LandingPage: await readEntries(ask, 'landing pages', LandingPagesDocument, status),
    Redirect: await readEntries(ask, 'redirects', RedirectsDocument, status),
    sites: await readSites(ask, status),
  };
}

async function readSites(ask: Ask, status: PublicationStatus) {
  const sites = locales.map(
    async (locale) => [locale, (await ask(SiteDocument, { locale, status })).site] as const,
  );
  type Site = NonNullable<Awaited<(typeof sites)[number]>[1]>;
  return new Map<Locale, Site>(
    (await Promise.all(sites)).flatMap(([locale, site]) => (site ? [[locale, site]] : [])),
  );
}
