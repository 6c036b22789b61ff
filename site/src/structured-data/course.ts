import { isHttpUrl, type Locale } from '@lectern/shared-types';
import type { AggregateRating, Course, FAQPage, Offer } from 'schema-dts';
import type { Faq, LandingPage, PathStep, Plan } from '../content/content.ts';
import { totalWeeks } from '../content/path-weeks.ts';
import { landingPagePath } from '../content/routes.ts';
import { markdownToHtml } from '../text/markdown.ts';
import type { ToUrl } from './site-things.ts';

/** The course that a landing page is about, in the fields that the page shows. */
export function course(
  page: LandingPage,
  pathSteps: PathStep[],
  plans: Plan[],
  locale: Locale,
  toUrl: ToUrl,
): Course {
  const url = toUrl(landingPagePath(locale, page));
  const weeks = totalWeeks(pathSteps);
  const rating = ratingOf(page.rating);
  return {
    '@type': 'Course',
    '@id': `${url}#course`,
    name: page.title,
    description: page.lede,
    url,
    inLanguage: locale,
    provider: { '@id': toUrl('/#organization') },
    ...(weeks > 0 && {
      timeRequired: `P${weeks}W`,
      syllabusSections: pathSteps.map((step) => ({
        '@type': 'Syllabus',
        name: step.title,
        description: step.summary,
        timeRequired: `P${step.weeks}W`,
      })),
    }),
    ...(plans.length > 0 && { offers: plans.map((plan) => offer(plan, toUrl)) }),
    ...(rating && { aggregateRating: rating }),
  };
}

const units = { month: 'MON', year: 'ANN' } as const;

function offer(plan: Plan, toUrl: ToUrl): Offer {
  const { price, currency, billingInterval } = plan;
  return {
    '@type': 'Offer',
    name: plan.name,
    price,
    priceCurrency: currency,
    ...((billingInterval === 'month' || billingInterval === 'year') && {
      priceSpecification: {
        '@type': 'UnitPriceSpecification',
        price,
        priceCurrency: currency,
        unitCode: units[billingInterval],
      },
    }),
    ...(isPage(plan.callToAction.url) && { url: toUrl(plan.callToAction.url) }),
  };
}

/** False for a place on the page itself, and for somebody to write to or to call. */
const isPage = (url: string) => url.startsWith('/') || isHttpUrl(url);

/** A rating is told to machines only with a date: without one nobody can check it. */
function ratingOf(rating: LandingPage['rating']): AggregateRating | undefined {
  if (!rating?.asOf || rating.source === '') return undefined;
  return {
    '@type': 'AggregateRating',
    ratingValue: rating.value,
    bestRating: rating.scale,
    ratingCount: rating.count,
  };
}

export const faqPage = (faqs: Faq[]): FAQPage => ({
  '@type': 'FAQPage',
  mainEntity: faqs.map((faq) => ({
    '@type': 'Question',
    name: faq.question,
    acceptedAnswer: { '@type': 'Answer', text: markdownToHtml(faq.answer) },
  })),
});
