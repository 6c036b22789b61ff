/**
 * Every type the site is made of, under the name it has in GraphQL, in code and on the page; its label
 * is what editors call it.
 */
export const contentTypes = {
  Framework: {
    uid: 'api::framework.framework',
    label: 'Framework card',
    title: 'name',
    isLocalized: true,
  },
  PathStep: {
    uid: 'api::path-step.path-step',
    label: 'Path step',
    title: 'title',
    isLocalized: true,
  },
  Testimonial: {
    uid: 'api::testimonial.testimonial',
    label: 'Testimonial',
    title: 'name',
    isLocalized: true,
  },
  Faq: { uid: 'api::faq.faq', label: 'Question and answer', title: 'question', isLocalized: true },
  Plan: { uid: 'api::plan.plan', label: 'Plan', title: 'name', isLocalized: true },
  Reason: { uid: 'api::reason.reason', label: 'Reason', title: 'title', isLocalized: true },
  LandingPage: {
    uid: 'api::landing-page.landing-page',
    label: 'Landing page',
    title: 'title',
    isLocalized: true,
  },
  Site: { uid: 'api::site.site', label: 'Site', title: 'brand', isLocalized: true },
  Redirect: { uid: 'api::redirect.redirect', label: 'Redirect', title: 'from', isLocalized: false },
} as const;

export type ContentType = keyof typeof contentTypes;
export type ContentTypeUid = (typeof contentTypes)[ContentType]['uid'];

/** The sections of a landing page that hold entries: relation field of `LandingPage` to the type it lists. */
export const sections = {
  reasons: 'Reason',
  pathSteps: 'PathStep',
  frameworks: 'Framework',
  testimonials: 'Testimonial',
  faqs: 'Faq',
  plans: 'Plan',
} as const satisfies Record<string, ContentType>;

export type Section = keyof typeof sections;

export const contentTypeNames = Object.keys(contentTypes) as ContentType[];
export const sectionNames = Object.keys(sections) as Section[];

/** The content type with this Strapi uid, or undefined for a type the site does not show. */
export function contentTypeOf(uid: string): ContentType | undefined {
  return contentTypeNames.find((name) => contentTypes[name].uid === uid);
}
