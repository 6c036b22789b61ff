import { type ContentIssue, type Locale, locales } from '@lectern/shared-types';
import type { Content, LocaleContent, Site } from './content.ts';
import { type ContentUpdate, updateContent } from './update-content.ts';

/**
 * Content made of nothing but some views. A locale whose Site is not among them is left out; of two
 * entries at one address the first one has it.
 */
export function buildContent(
  updates: readonly ContentUpdate[],
  generation: number,
): { content: Content; issues: ContentIssue[] } {
  const sites = updates.filter(({ type }) => type === 'Site').flatMap(({ views }) => views);
  const content: Content = {
    generation,
    locales: new Map(
      locales.flatMap((locale) => {
        const site = sites.find((each) => each.locale === locale)?.view;
        return site === undefined ? [] : [[locale, emptyLocale(locale, site as Site)] as const];
      }),
    ),
    redirects: new Map(),
    addresses: new Map(),
  };
  const { issues } = updateContent(content, updates, generation);
  return { content, issues };
}

const emptyLocale = (locale: Locale, site: Site): LocaleContent => ({
  locale,
  site,
  slugs: new Map(),
  Framework: new Map(),
  PathStep: new Map(),
  Testimonial: new Map(),
  Faq: new Map(),
  Plan: new Map(),
  Reason: new Map(),
  LandingPage: new Map(),
});
