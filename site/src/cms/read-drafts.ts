import {
  type ContentType,
  FaqsDocument,
  FrameworksDocument,
  LandingPagesDocument,
  type Locale,
  PathStepsDocument,
  PlansDocument,
  ReasonsDocument,
  RedirectsDocument,
  SiteDocument,
  TestimonialsDocument,
} from '@lectern/shared-types';
import type { Ask } from './client.ts';
import { readEntries } from './read-entries.ts';
import type { RawEntry } from './to-content.ts';

const stage = 'DRAFT';

/**
 * The drafts of some entries of one type in every locale that they have.
 * @param locales those to read of a Site, which is asked for by locale
 * @throws ContentReadError
 */
export async function readDrafts(
  ask: Ask,
  type: ContentType,
  ids: readonly string[],
  locales: readonly Locale[],
): Promise<RawEntry[]> {
  const readers: Record<ContentType, () => Promise<RawEntry[]>> = {
    Framework: () => readEntries(ask, 'frameworks', FrameworksDocument, stage, ids),
    PathStep: () => readEntries(ask, 'path steps', PathStepsDocument, stage, ids),
    Testimonial: () => readEntries(ask, 'testimonials', TestimonialsDocument, stage, ids),
    Faq: () => readEntries(ask, 'FAQs', FaqsDocument, stage, ids),
    Plan: () => readEntries(ask, 'plans', PlansDocument, stage, ids),
    Reason: () => readEntries(ask, 'reasons', ReasonsDocument, stage, ids),
    LandingPage: () => readEntries(ask, 'landing pages', LandingPagesDocument, stage, ids),
    Redirect: () => readEntries(ask, 'redirects', RedirectsDocument, stage, ids),
    Site: async () => {
      const sites = await Promise.all(
        locales.map(async (locale) => (await ask(SiteDocument, { locale, status: stage })).site),
      );
      return sites.flatMap((site) => (site && ids.includes(site.documentId) ? [site] : []));
    },
  };
  return readers[type]();
}
