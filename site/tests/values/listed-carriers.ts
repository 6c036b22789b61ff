import {
  type BillingInterval,
  billingIntervals,
  type Currency,
  currencies,
  type Icon,
  icons,
  isBlank,
} from '@lectern/shared-types';
import fc from 'fast-check';
import type { HTMLElement } from 'node-html-parser';
import {
  anyJson,
  awkwardLink,
  awkwardMarkdown,
  awkwardNumber,
  awkwardText,
} from '../../../cms/tests/harness/awkward-values.ts';
import { samples } from '../../../cms/tests/harness/samples.ts';
import { paths } from '../../src/icons/paths.ts';
import { formatPlanPrice, formatWeeks } from '../../src/text/format.ts';
import { markdownToHtml } from '../../src/text/markdown.ts';
import type { Carrier, Data, Slot } from './carrier.ts';

/*
 * "Exactly as written" allows two differences: HTML has one sign for the end of a line, and an optional
 * field that holds nothing to be seen is not shown.
 */
export const shownIfAny = (value: unknown): unknown =>
  value === null || (typeof value === 'string' && isBlank(value)) ? undefined : value;

export const text = (path: Slot['path'], limit: number, kind = 'short text'): Slot => ({
  kind,
  path,
  values: awkwardText(limit),
});

export const link = (path: Slot['path']): Slot[] => [
  text([...path, 'label'], 60),
  { kind: 'link url', path: [...path, 'url'], values: awkwardLink(2000) },
  { kind: 'component', path, values: anyJson },
];

const oneOf = (values: readonly string[]) =>
  fc.oneof(fc.constantFrom<unknown[]>(...values, 'usd', ' USD', 'toString', '__proto__'), anyJson);

const textOf = (element: HTMLElement | null | undefined) => element?.textContent;
const itemOf = (list: unknown, index: number): Data => Object(Object(list)[index]);
const textsIn = (lines: unknown) => (lines as { text: string }[]).map((line) => line.text);

const plan: Carrier = {
  type: 'Plan',
  sample: (number) => ({
    ...samples.plan,
    name: `Plan ${number}`,
    features: Array.from({ length: 12 }, (_, index) => ({ text: `Feature ${index}` })),
    footnote: 'A footnote',
    highlighted: true,
  }),
  slots: [
    text(['name'], 60),
    {
      kind: 'price',
      path: ['price'],
      values: awkwardNumber(0, 1_000_000),
      also: 'billingInterval',
    },
    { kind: 'enumeration', path: ['currency'], values: oneOf(currencies) },
    { kind: 'enumeration', path: ['billingInterval'], values: oneOf(billingIntervals) },
    { kind: 'component list', path: ['features'], values: anyJson },
    { kind: 'component list', path: ['features', 12], values: anyJson },
    ...Array.from({ length: 12 }, (_, index) => text(['features', index, 'text'], 160)),
    ...link(['callToAction']),
    { kind: 'boolean', path: ['highlighted'], values: anyJson },
    text(['footnote'], 200),
  ],
  expect: ({ name, price, currency, billingInterval, features, footnote, ...data }) => ({
    name: name,
    price: price === 0 ? 0 : price,
    currency,
    shownPrice: formatPlanPrice(
      {
        price: Number(price),
        currency: currency as Currency,
        billingInterval: billingInterval as BillingInterval,
      },
      'en',
    ),
    unit: { month: 'MON', year: 'ANN' }[String(billingInterval)],
    features: textsIn(features),
    label: Object(data.callToAction).label,
    url: Object(data.callToAction).url,
    footnote: shownIfAny(footnote),
    highlighted: shownIfAny(data.highlighted) ?? false,
  }),
  read: ({ html, thing }, position) => {
    const item = html.querySelectorAll('ul.plans > li')[position];
    const offer = itemOf(thing('Course').offers, position);
    const price = [item?.querySelector('.price strong'), item?.querySelector('.price span')];
    return {
      name: textOf(item?.querySelector('h3')),
      price: offer.price,
      currency: offer.priceCurrency,
      shownPrice: price.flatMap((part) => part?.textContent ?? []).join(' '),
      unit: Object(offer.priceSpecification).unitCode,
      features: item?.querySelectorAll('.features li').map(textOf),
      label: textOf(item?.querySelector('a.button')),
      url: item?.querySelector('a.button')?.getAttribute('href'),
      footnote: textOf(item?.querySelector('.footnote')),
      highlighted: item?.querySelector('.flag') != null,
    };
  },
};

const faq: Carrier = {
  type: 'Faq',
  sample: (number) => ({ question: `Question ${number}?`, answer: 'An *answer*.' }),
  slots: [text(['question'], 160), { kind: 'Markdown', path: ['answer'], values: awkwardMarkdown }],
  expect: ({ question, answer }) => ({
    question: question,
    name: question,
    answer: markdownToHtml(String(answer)),
  }),
  read: ({ html, thing }, position) => {
    const item = html.querySelectorAll('.faqs > details')[position];
    const asked = itemOf(thing('FAQPage').mainEntity, position);
    return {
      question: textOf(item?.querySelector('h3')),
      name: asked.name,
      answer: Object(asked.acceptedAnswer).text,
    };
  },
};

const questions = ['tagline', 'bestFor', 'builtInTools', 'learningCurve', 'usedBy', 'advice'];

const framework: Carrier = {
  type: 'Framework',
  sample: (number) => ({
    ...samples.framework,
    name: `Framework ${number}`,
    homepageUrl: 'https://example.org',
  }),
  slots: [
    text(['name'], 40),
    text(['tagline'], 120),
    ...questions.slice(1).map((name) => text([name], 300, 'long text')),
    { kind: 'http url', path: ['homepageUrl'], values: awkwardLink(2000) },
  ],
  expect: ({ name, homepageUrl, ...data }) => ({
    name: name,
    homepageUrl: shownIfAny(homepageUrl),
    answers: questions.map((question) => data[question]),
  }),
  read: ({ html }, position) => {
    const head = html.querySelectorAll('.comparison th[scope="col"]')[position];
    const rows = html.querySelectorAll('.comparison tr').slice(1);
    return {
      name: textOf(head),
      homepageUrl: head?.querySelector('a')?.getAttribute('href'),
      answers: rows.flatMap((row) => row.querySelectorAll('td')[position]?.textContent ?? []),
    };
  },
};

const pathStep: Carrier = {
  type: 'PathStep',
  sample: (number) => ({
    title: `Step ${number}`,
    weeks: 2,
    summary: 'A summary.',
    topics: Array.from({ length: 6 }, (_, index) => ({ text: `Topic ${index}` })),
  }),
  slots: [
    text(['title'], 80),
    { kind: 'whole number', path: ['weeks'], values: awkwardNumber(1, 52) },
    text(['summary'], 500, 'long text'),
    { kind: 'component list', path: ['topics'], values: anyJson },
    ...Array.from({ length: 6 }, (_, index) => text(['topics', index, 'text'], 120)),
  ],
  expect: ({ title, weeks, summary, topics }) => ({
    title: title,
    weeks,
    shownWeeks: formatWeeks(Number(weeks), 'en'),
    summary: summary,
    description: summary,
    topics: textsIn(topics),
  }),
  read: ({ html, thing }, position) => {
    const item = html.querySelectorAll('ol.path > li')[position];
    const syllabus = itemOf(thing('Course').syllabusSections, position);
    return {
      title: textOf(item?.querySelector('h3')),
      weeks: Number(String(syllabus.timeRequired).slice(1, -1)),
      shownWeeks: item?.querySelector('.weeks')?.childNodes[0]?.textContent.trim(),
      summary: item?.childNodes.find((node) => Object(node).rawTagName === 'p')?.textContent,
      description: syllabus.description,
      topics: item?.querySelectorAll('.tags li').map(textOf),
    };
  },
};

const testimonial: Carrier = {
  type: 'Testimonial',
  sample: (number) => ({ ...samples.testimonial, name: `Name ${number}`, source: 'S', rating: 5 }),
  slots: [
    text(['name'], 60),
    text(['role'], 80),
    text(['place'], 80),
    text(['story'], 800, 'long text'),
    text(['source'], 200),
    { kind: 'whole number', path: ['rating'], values: awkwardNumber(1, 5) },
  ],
  expect: ({ name, role, place, story, source, rating }) => ({
    name: name,
    place: `${role}, ${place}`,
    story: story,
    others: [
      ...(shownIfAny(rating) === undefined ? [] : [`${rating} of 5 stars`]),
      ...(shownIfAny(source) === undefined ? [] : [`Source: ${source}`]),
    ],
  }),
  read: ({ html }, position) => {
    const item = html.querySelectorAll('ul.testimonials > li')[position];
    const [place, ...others] = item?.querySelectorAll('p.role').map(textOf) ?? [];
    const story = item?.querySelectorAll('p').find((each) => !each.classList.contains('role'));
    return { name: textOf(item?.querySelector('h3')), place, story: textOf(story), others };
  },
};

const reason: Carrier = {
  type: 'Reason',
  sample: (number) => ({ ...samples.reason, title: `Reason ${number}` }),
  slots: [
    text(['title'], 80),
    text(['body'], 600, 'long text'),
    { kind: 'enumeration', path: ['icon'], values: oneOf(icons) },
  ],
  expect: ({ title, body, icon }) => ({
    title: title,
    body: body,
    icon: paths[icon as Icon],
  }),
  read: ({ html }, position) => {
    const item = html.querySelectorAll('ul.reasons > li')[position];
    return {
      title: textOf(item?.querySelector('h3')),
      body: textOf(item?.querySelector('p')),
      icon: item?.querySelector('svg path')?.getAttribute('d'),
    };
  },
};

/** Entries that a landing page lists, by the field that lists them. */
export const listedCarriers = {
  plans: plan,
  faqs: faq,
  frameworks: framework,
  pathSteps: pathStep,
  testimonials: testimonial,
  reasons: reason,
} as const;
