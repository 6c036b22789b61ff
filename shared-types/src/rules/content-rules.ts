import { z } from 'zod';
import type { ContentType, Section } from '../content-types.js';
import { sectionNames } from '../content-types.js';
import { locales } from '../locales.js';
import { ownParts } from '../page-paths.js';
import {
  average,
  httpUrl,
  image,
  isoDate,
  linkUrl,
  longText,
  markdown,
  oneOf,
  optional,
  price,
  shareImage,
  slug,
  text,
  wholeNumber,
  withOwnAlternative,
  yesOrNo,
} from './fields.js';
import { redirect } from './redirect.js';

/*
 * The rules of the content, once for both sides: the CMS checks them when an entry is saved or
 * published, the site when it reads one. The schemas list what a published entry must satisfy;
 * `checkEntry` leaves out what a draft may still lack.
 */

export const currencies = ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'MXN', 'BRL', 'INR', 'JPY'] as const;
export const billingIntervals = ['free', 'month', 'year', 'once'] as const;
export const icons = [
  'server',
  'bolt',
  'layers',
  'team',
  'code',
  'database',
  'shield',
  'chart',
] as const;

export type Currency = (typeof currencies)[number];
export type BillingInterval = (typeof billingIntervals)[number];
export type Icon = (typeof icons)[number];

/** First parts of addresses that belong to the site, so no landing page may take them. */
export const reservedSlugs: readonly string[] = [...locales, ...ownParts];

const link = () => z.object({ label: text(60), url: linkUrl() }, { error: isMissing });
const items = (min: number, max: number, length: number) =>
  z
    .array(z.object({ text: text(length) }), { error: `is empty. Add at least ${min}` })
    .min(min, { error: `is empty. Add at least ${min}` })
    .max(max, { error: `has more than ${max} lines. Remove some` });
const references = () =>
  z
    .array(z.object({ documentId: z.string() }))
    .max(50, { error: 'has more than 50 entries. Remove some' });
const isMissing = 'is missing. Fill it in';

const seo = withOwnAlternative(
  'shareImage',
  z.object(
    {
      title: optional(text(70)),
      description: optional(longText(200)),
      shareImage: optional(shareImage()),
      shareImageAlternativeText: optional(text(200)),
    },
    { error: isMissing },
  ),
);

const rating = z
  .object(
    {
      value: average(100),
      scale: wholeNumber(1, 100),
      count: wholeNumber(1, 100_000_000),
      source: text(120),
      asOf: optional(isoDate()),
    },
    { error: isMissing },
  )
  .refine(({ value, scale }) => value <= scale, {
    path: ['value'],
    error: 'is above its scale, the field "Out of". Enter a rating no higher than that',
  });

const framework = withOwnAlternative(
  'logo',
  z.object({
    name: text(40),
    tagline: text(120),
    bestFor: longText(300),
    builtInTools: longText(300),
    learningCurve: longText(300),
    usedBy: longText(300),
    advice: longText(300),
    logo: optional(image()),
    logoAlternativeText: optional(text(200)),
    homepageUrl: optional(httpUrl()),
  }),
);

const pathStep = z.object({
  title: text(80),
  weeks: wholeNumber(1, 52),
  summary: longText(500),
  topics: items(1, 12, 120),
});

const testimonial = withOwnAlternative(
  'avatar',
  z.object({
    name: text(60),
    role: text(80),
    place: text(80),
    story: longText(800),
    avatar: optional(image()),
    avatarAlternativeText: optional(text(200)),
    source: optional(text(200)),
    rating: optional(wholeNumber(1, 5)),
  }),
);

const faq = z.object({ question: text(160), answer: markdown(4000) });

const plan = z
  .object({
    name: text(60),
    price: price(),
    currency: oneOf(currencies),
    billingInterval: oneOf(billingIntervals),
    features: items(1, 20, 160),
    callToAction: link(),
    highlighted: optional(yesOrNo()),
    footnote: optional(text(200)),
  })
  .refine(({ price, billingInterval }) => (billingInterval === 'free') === (price === 0), {
    path: ['billingInterval'],
    error:
      'contradicts the price. A free plan costs 0, and a plan that costs 0 is billed as "free"',
  });

const reason = z.object({ title: text(80), body: longText(600), icon: oneOf(icons) });

const landingPage = z
  .object({
    title: text(90),
    slug: slug(reservedSlugs),
    topicsLine: text(120),
    lede: longText(400),
    callToAction: link(),
    rating: optional(rating),
    headings: z.object(
      Object.fromEntries(sectionNames.map((name) => [name, optional(text(80))])) as Record<
        Section,
        ReturnType<typeof optional<string>>
      >,
      { error: isMissing },
    ),
    verdict: optional(longText(300)),
    reasons: references(),
    pathSteps: references(),
    frameworks: references(),
    testimonials: references(),
    faqs: references(),
    plans: references(),
    closing: optional(
      z.object(
        { title: text(90), body: longText(400), callToAction: link() },
        { error: isMissing },
      ),
    ),
    seo: optional(seo),
  })
  .superRefine((page, context) => {
    for (const name of sectionNames) {
      if (page[name].length > 0 && !page.headings[name])
        context.addIssue({
          code: 'custom',
          path: ['headings', name],
          message: 'is empty, but the section has entries. Write a heading for it',
        });
    }
  });

const links = (max: number) =>
  z
    .array(link())
    .max(max, { error: `has more than ${max} links. Remove some` })
    .nullish()
    .transform((list) => list ?? []);

const site = z.object({
  brand: text(40),
  navigation: links(8),
  footer: z.object(
    {
      text: longText(300),
      links: links(20),
    },
    { error: isMissing },
  ),
  home: z.object({ title: text(90), lede: longText(400) }, { error: isMissing }),
  featuredPages: references(),
  defaultSeo: withOwnAlternative(
    'shareImage',
    z.object(
      {
        title: text(70),
        description: longText(200),
        shareImage: optional(shareImage()),
        shareImageAlternativeText: optional(text(200)),
      },
      { error: isMissing },
    ),
  ),
});

/** What a published entry of each type must satisfy, in the shape that the CMS and GraphQL give it. */
export const contentRules = {
  Framework: framework,
  PathStep: pathStep,
  Testimonial: testimonial,
  Faq: faq,
  Plan: plan,
  Reason: reason,
  LandingPage: landingPage,
  Site: site,
  Redirect: redirect,
} as const satisfies Record<ContentType, z.ZodType>;

export type Valid<Type extends ContentType> = z.output<(typeof contentRules)[Type]>;
