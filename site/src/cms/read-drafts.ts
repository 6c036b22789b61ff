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
 * The draft of one entry in every locale that it has.
 * @param locale the one to read of a Site, which is asked for by locale
 * @throws ContentReadError
 */
export async function readDraft(
  ask: Ask,
  type: ContentType,
  documentId: string,
  locale: Locale,
): Promise<RawEntry[]> {
  const ids = [documentId];
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
      const { site } = await ask(SiteDocument, { locale, status: stage });
      return site?.documentId === documentId ? [site] : [];
    },
  };
  return readers[type]();
}
