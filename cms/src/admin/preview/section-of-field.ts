import type { ContentType } from '@lectern/shared-types';

/* Where a page shows what a field holds: the id of a section, or the class of a part of the page. */

const ofType: Partial<Record<ContentType, string>> = {
  Framework: 'frameworks',
  PathStep: 'path',
  Testimonial: 'testimonials',
  Faq: 'faqs',
  Plan: 'plans',
  Reason: 'reasons',
};

const ofLandingPage: Record<string, string> = {
  title: 'hero',
  slug: 'hero',
  topicsLine: 'hero',
  lede: 'hero',
  callToAction: 'hero',
  rating: 'particulars',
  reasons: 'reasons',
  pathSteps: 'path',
  frameworks: 'frameworks',
  verdict: 'verdict',
  testimonials: 'testimonials',
  faqs: 'faqs',
  plans: 'plans',
  closing: 'closing',
};

const ofSite: Record<string, string> = {
  brand: 'masthead',
  navigation: 'masthead',
  home: 'hero',
  featuredPages: 'catalogue',
  footer: 'colophon',
};

/**
 * The part of the page that a field is shown in; undefined where it is nowhere to be seen.
 * @param field its path in the form, such as `callToAction.url` or `headings.plans`
 */
export function sectionOfField(type: ContentType, field: string): string | undefined {
  const [first = '', second = ''] = field.split('.');
  if (type === 'LandingPage') return ofLandingPage[first === 'headings' ? second : first];
  if (type === 'Site') return ofSite[first];
  return ofType[type];
}

/** What a page that shows an entry is opened at; undefined for its beginning. */
export const sectionOfType = (type: ContentType): string | undefined => ofType[type];
