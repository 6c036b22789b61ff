import fc from 'fast-check';
import {
  anyJson,
  awkwardDate,
  awkwardNumber,
  awkwardText,
} from '../../../cms/tests/harness/awkward-values.ts';
import { samples } from '../../../cms/tests/harness/samples.ts';
import { formatDate, formatNumber } from '../../src/text/format.ts';
import { onOneLine } from '../../src/text/on-one-line.ts';
import type { Carrier, Data } from './carrier.ts';
import { link, shownIfAny, text } from './listed-carriers.ts';

/** An entry that a page can list. */
export interface ListedFaq {
  documentId: string;
  question: string;
}

/** @param number of the page, in its address */
const slugOf = (number: number) => `values-page-${number}`;

const awkwardSlug = fc.oneof(
  fc.constantFrom<unknown[]>('es', '404', 'values-canary', 'values-faqs', 'a--b', '-a', 'a-', 'A'),
  fc.constantFrom('../x', '.htaccess', 'a/b', 'a b', 'ä', 'index.html', 'con', 'a'.repeat(80)),
  fc.stringMatching(/^[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,3}$/),
  awkwardText(80),
);

const ratingLine = ({ value, scale, count, source, asOf }: Data): string => {
  // Of the two zeros readers know one.
  const number = (each: unknown) => formatNumber(Number(each) || 0, 'en');
  const date = shownIfAny(asOf) === undefined ? '' : `, as of ${formatDate(String(asOf), 'en')}`;
  return `${number(value)} of ${number(scale)}, from over ${number(count)} ${source}${date}`;
};

/**
 * A landing page of its own for each number.
 * @param faqs entries that its list may hold
 * @param others document ids that it may not hold: of other types, deleted, or never there
 * @param framework the document id of one, without which there is no place for a verdict
 */
export function pageCarrier(
  faqs: readonly ListedFaq[],
  others: readonly string[],
  framework: string,
): Carrier {
  const reference = fc.constantFrom(...faqs.map(({ documentId }) => documentId));
  const list = (ids: fc.Arbitrary<string>) =>
    fc.array(ids, { maxLength: 6 }).map((all) => ({
      set: all.map((documentId) => ({ documentId, locale: 'en' })),
    }));
  const [first] = faqs;
  return {
    type: 'LandingPage',
    sample: (number) => ({
      ...samples.landingPage(slugOf(number)),
      rating: { value: 4.5, scale: 5, count: 10, source: 'learners', asOf: '2026-05-31' },
      faqs: { set: [{ documentId: first?.documentId, locale: 'en' }] },
      headings: { faqs: 'Questions', frameworks: 'Compared' },
      frameworks: { set: [{ documentId: framework, locale: 'en' }] },
      verdict: 'A verdict',
      closing: { title: 'Last', body: 'Words', callToAction: { label: 'Go', url: '/' } },
      seo: { title: 'Found', description: 'By many' },
    }),
    slots: [
      text(['title'], 90),
      { kind: 'slug', path: ['slug'], values: awkwardSlug },
      text(['topicsLine'], 120),
      text(['lede'], 400, 'long text'),
      ...link(['callToAction']),
      { kind: 'component', path: ['rating'], values: anyJson },
      { kind: 'rating', path: ['rating', 'value'], values: awkwardNumber(0, 5) },
      {
        kind: 'whole number',
        path: ['rating', 'scale'],
        values: awkwardNumber(1, 5, 100),
        also: 'rating',
      },
      { kind: 'whole number', path: ['rating', 'count'], values: awkwardNumber(1, 100_000_000) },
      text(['rating', 'source'], 120),
      { kind: 'date', path: ['rating', 'asOf'], values: awkwardDate },
      { kind: 'component', path: ['headings'], values: anyJson },
      text(['headings', 'faqs'], 80),
      {
        kind: 'relation list',
        path: ['faqs'],
        values: fc.oneof(
          list(reference),
          list(fc.oneof(reference, fc.constantFrom(...others))),
          // These leave the list as it is, whatever that is.
          anyJson.filter((value) => !['{"connect":[]}', '{}'].includes(JSON.stringify(value))),
        ),
        also: 'headings',
      },
      text(['verdict'], 300, 'long text'),
      text(['closing', 'title'], 90),
      text(['closing', 'body'], 400, 'long text'),
      ...link(['closing', 'callToAction']),
      text(['seo', 'title'], 70),
      text(['seo', 'description'], 200, 'long text'),
    ],
    expect: (data) => {
      const [closing, seo] = [Object(data.closing), Object(data.seo)];
      const ids: string[] = (Object(data.faqs).set ?? [])
        .map(Object)
        .map(({ documentId }: Data) => documentId);
      const listed = [...new Set(ids)].map(
        (id) => faqs.find(({ documentId }) => documentId === id)?.question,
      );
      return {
        title: data.title,
        name: data.title,
        topicsLine: data.topicsLine,
        lede: data.lede,
        description: data.lede,
        label: Object(data.callToAction).label,
        url: Object(data.callToAction).url,
        rating: data.rating === null ? undefined : ratingLine(Object(data.rating)),
        heading: listed.length === 0 ? undefined : Object(data.headings).faqs,
        faqs: listed,
        verdict: shownIfAny(data.verdict),
        closing: [
          closing.title,
          closing.body,
          closing.callToAction.label,
          closing.callToAction.url,
        ],
        seoTitle: shownIfAny(seo.title) ?? data.title,
        seoDescription: onOneLine(String(shownIfAny(seo.description) ?? data.lede)),
      };
    },
    read: ({ html, thing }) => {
      const all = (selector: string) =>
        html.querySelectorAll(selector).map((each) => each.textContent);
      const one = (selector: string) => html.querySelector(selector)?.textContent;
      const closing = '.closing';
      return {
        title: one('h1'),
        name: thing('Course').name,
        topicsLine: one('.hero .topics'),
        lede: one('.hero .lede'),
        description: thing('Course').description,
        label: one('.hero a.button'),
        url: html.querySelector('.hero a.button')?.getAttribute('href'),
        rating: one('.particulars dd'),
        heading: one('#faqs-heading')?.replace(/^\d/, ''),
        faqs: all('.faqs h3'),
        verdict: html.querySelector('.verdict')?.lastChild?.textContent.slice(1),
        closing: [
          one(`${closing} h2`),
          one(`${closing} p`),
          one(`${closing} a`),
          html.querySelector(`${closing} a`)?.getAttribute('href'),
        ],
        seoTitle: one('title'),
        seoDescription: html.querySelector('meta[name="description"]')?.getAttribute('content'),
      };
    },
  };
}
