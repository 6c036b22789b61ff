import { type Section, sectionNames } from '../content-types.js';
import { alternativeText, type EditorForm } from './editor-form.js';

export const link: EditorForm = {
  mainField: 'label',
  rows: [['label', 'url']],
  fields: {
    label: ['Text', 'What visitors read and press.'],
    url: [
      'Address',
      'A web address starting with https://, a path such as /plans/, or an anchor such as #plans.',
    ],
  },
};

export const line: EditorForm = {
  mainField: 'text',
  rows: [['text']],
  fields: { text: ['Text', 'One line. Up to 120 characters for a topic, 160 for a feature.'] },
};

export const seo: EditorForm = {
  mainField: 'title',
  rows: [['title'], ['description'], ['shareImage'], ['shareImageAlternativeText']],
  fields: {
    title: ['Title in search results', 'What the page is about, most important words first.'],
    description: ['Description in search results', 'One or two sentences.'],
    shareImage: [
      'Image for shared links',
      'Optional. A PNG or JPEG of 1200 × 630 pixels, with an alternative text.',
    ],
    shareImageAlternativeText: alternativeText,
  },
};

const sectionLabels: Record<Section, string> = {
  reasons: 'Above the reasons',
  pathSteps: 'Above the path',
  frameworks: 'Above the frameworks',
  testimonials: 'Above the testimonials',
  faqs: 'Above the questions',
  plans: 'Above the plans',
};

export const headings: EditorForm = {
  mainField: 'reasons',
  rows: [
    ['reasons', 'pathSteps'],
    ['frameworks', 'testimonials'],
    ['faqs', 'plans'],
  ],
  fields: Object.fromEntries(
    sectionNames.map((name) => [
      name,
      [sectionLabels[name], 'Needed when the section has entries.'],
    ]),
  ),
};

export const rating: EditorForm = {
  mainField: 'source',
  rows: [
    ['value', 'scale', 'count'],
    ['source', 'asOf'],
  ],
  fields: {
    value: ['Average', 'For example 4.9.'],
    scale: ['Out of', 'The best possible rating, for example 5.'],
    count: ['Number of ratings', 'Rounded down: the page says "over" this number.'],
    source: ['Given by', 'Who rated, for example Python learners.'],
    asOf: [
      'As of',
      'Optional. The day the figures are from. Search engines get the rating only with it.',
    ],
  },
};

export const closing: EditorForm = {
  mainField: 'title',
  rows: [['title'], ['body'], ['callToAction']],
  fields: {
    title: ['Title', 'The call in a few words.'],
    body: ['Text', 'One or two sentences.'],
    callToAction: ['Button', 'Where it leads.'],
  },
  parts: { callToAction: link },
};

export const footer: EditorForm = {
  mainField: 'text',
  rows: [['text'], ['links']],
  fields: {
    text: ['Text', 'One or two sentences.'],
    links: ['Links', 'At most 20. Drag to reorder.'],
  },
  parts: { links: link },
};

export const home: EditorForm = {
  mainField: 'title',
  rows: [['title'], ['lede']],
  fields: {
    title: ['Title', 'The headline of the home page.'],
    lede: ['Introduction', 'Two or three sentences.'],
  },
};

/** Forms of the components by Strapi uid. */
export const componentForms: Readonly<Record<string, EditorForm>> = {
  'shared.link': link,
  'shared.line': line,
  'shared.seo': seo,
  'page.headings': headings,
  'page.rating': rating,
  'page.closing': closing,
  'site.footer': footer,
  'site.home': home,
  'site.default-seo': seo,
};
