import { closing, footer, headings, home, line, link, rating, seo } from './components.js';
import { alternativeText, type EditorForm, lastChange } from './editor-form.js';

const framework: EditorForm = {
  mainField: 'name',
  list: { columns: ['name', 'tagline', 'updatedAt'], sort: ['name', 'ASC'] },
  rows: [
    ['name', 'tagline'],
    ['bestFor', 'builtInTools'],
    ['learningCurve', 'usedBy'],
    ['advice'],
    ['homepageUrl'],
    ['logo', 'logoAlternativeText'],
  ],
  fields: {
    ...lastChange,
    name: ['Name', 'As the framework writes it itself, for example Flask.'],
    tagline: ['In short', 'A few words that say what sets it apart.'],
    bestFor: ['Best for', 'Which projects it suits.'],
    builtInTools: ['Built-in tools', 'What comes with it, without plugins.'],
    learningCurve: ['Learning curve', 'How hard it is to start with, and why.'],
    usedBy: ['Used by', 'Well-known users.'],
    advice: ['Advice', 'When a learner should take it up, and why.'],
    homepageUrl: ['Website', 'Optional. Its own website, starting with https://'],
    logo: [
      'Logo',
      'Optional. PNG, JPEG, WebP or AVIF, with an alternative text. Shown 48 pixels high, on light and on dark pages: choose one that can be seen on both.',
    ],
    logoAlternativeText: alternativeText,
  },
};

const pathStep: EditorForm = {
  mainField: 'title',
  list: { columns: ['title', 'weeks', 'updatedAt'], sort: ['title', 'ASC'] },
  rows: [['title', 'weeks'], ['summary'], ['topics']],
  fields: {
    ...lastChange,
    title: ['Title', 'What is learned in this step.'],
    weeks: [
      'Weeks',
      'How many weeks it takes, a whole number from 1 to 52. The path is drawn to this scale.',
    ],
    summary: ['Summary', 'One or two sentences: what it is about and why it comes here.'],
    topics: ['Topics', 'What it covers, one topic a line, 1 to 12 of them. Drag to reorder.'],
  },
  parts: { topics: line },
};

const testimonial: EditorForm = {
  mainField: 'name',
  list: { columns: ['name', 'role', 'updatedAt'], sort: ['name', 'ASC'] },
  rows: [
    ['name', 'role'],
    ['place', 'rating'],
    ['story'],
    ['source'],
    ['avatar', 'avatarAlternativeText'],
  ],
  fields: {
    ...lastChange,
    name: ['Name', 'As the learner agreed to be named, for example Kwame A.'],
    role: ['Role', 'What the learner works as today.'],
    place: ['Place', 'City or country.'],
    rating: ['Rating', 'Optional. Stars given by the learner, a whole number from 1 to 5.'],
    story: ['Story', 'What happened, told in the third person.'],
    source: ['Source', 'Optional. Where it was said, for example an interview and its date.'],
    avatar: [
      'Portrait',
      'Optional. Only with consent. PNG, JPEG, WebP or AVIF, with an alternative text.',
    ],
    avatarAlternativeText: alternativeText,
  },
};

const faq: EditorForm = {
  mainField: 'question',
  list: { columns: ['question', 'updatedAt'], sort: ['question', 'ASC'] },
  rows: [['question'], ['answer']],
  fields: {
    ...lastChange,
    question: ['Question', 'As a visitor would ask it.'],
    answer: [
      'Answer',
      'Start with the answer itself. Links and lists may be used; tables, footnotes and HTML are not shown.',
    ],
  },
};

const plan: EditorForm = {
  mainField: 'name',
  list: {
    columns: ['name', 'price', 'billingInterval', 'updatedAt'],
    sort: ['name', 'ASC'],
  },
  rows: [
    ['name', 'highlighted'],
    ['price', 'currency', 'billingInterval'],
    ['features'],
    ['callToAction'],
    ['footnote'],
  ],
  fields: {
    ...lastChange,
    name: ['Name', 'What the plan is called.'],
    highlighted: ['Highlighted', 'Sets this plan apart from the others on the page.'],
    price: [
      'Price',
      'The amount for one billing interval, for example 12 or 12.50. A free plan costs 0.',
    ],
    currency: ['Currency', 'Three-letter code of the currency the price is in.'],
    billingInterval: [
      'Billed',
      'How often the price is due. Choose "free" for a plan that costs nothing.',
    ],
    features: ['Features', 'What is included, one a line, 1 to 20 of them. Drag to reorder.'],
    callToAction: ['Button', 'Where the plan is taken up.'],
    footnote: ['Footnote', 'Optional. A condition that belongs to the price.'],
  },
  parts: { features: line, callToAction: link },
};

const reason: EditorForm = {
  mainField: 'title',
  list: { columns: ['title', 'icon', 'updatedAt'], sort: ['title', 'ASC'] },
  rows: [['title', 'icon'], ['body']],
  fields: {
    ...lastChange,
    title: ['Title', 'The reason in a few words.'],
    icon: ['Icon', 'The small drawing beside it.'],
    body: ['Text', 'The reason in two or three sentences, with facts.'],
  },
};

const landingPage: EditorForm = {
  mainField: 'title',
  list: { columns: ['title', 'updatedAt'], sort: ['updatedAt', 'DESC'] },
  rows: [
    ['title', 'slug'],
    ['topicsLine', 'lede'],
    ['callToAction'],
    ['rating'],
    ['headings'],
    ['reasons', 'pathSteps'],
    ['frameworks', 'verdict'],
    ['testimonials', 'faqs'],
    ['plans'],
    ['closing'],
    ['seo'],
  ],
  fields: {
    ...lastChange,
    title: ['Title', 'The headline of the page.'],
    slug: [
      'Address',
      'Last part of the web address: lower-case letters, digits and hyphens. Changing it breaks links; add a redirect.',
    ],
    topicsLine: ['Topics line', 'The topics in a line above the headline, separated by commas.'],
    lede: ['Introduction', 'The promise of the page in two or three sentences.'],
    callToAction: ['Button', 'What visitors should do, at the top of the page.'],
    rating: ['Rating', 'Optional. Learners’ average rating.'],
    headings: ['Section headings', 'A heading for every section that has entries.'],
    reasons: ['Reasons', 'Drag to reorder. The published page keeps this order.'],
    pathSteps: ['Path steps', 'In the order in which they are learned. Drag to reorder.'],
    frameworks: ['Frameworks', 'Shown side by side, in this order. Drag to reorder.'],
    verdict: ['Verdict', 'Optional. The conclusion below the comparison.'],
    testimonials: ['Testimonials', 'Drag to reorder.'],
    faqs: ['Questions and answers', 'Drag to reorder.'],
    plans: ['Plans', 'Drag to reorder.'],
    closing: ['Closing call', 'Optional. The last words of the page, with a button.'],
    seo: [
      'Search and sharing',
      'Optional. What search engines and shared links show instead of title and introduction.',
    ],
  },
  parts: { callToAction: link, rating, headings, closing, seo },
};

const site: EditorForm = {
  mainField: 'brand',
  list: { columns: ['brand', 'updatedAt'], sort: ['updatedAt', 'DESC'] },
  rows: [['brand'], ['navigation'], ['home'], ['featuredPages'], ['footer'], ['defaultSeo']],
  fields: {
    ...lastChange,
    brand: ['Brand', 'The name in the header of every page.'],
    navigation: ['Navigation', 'Links in the header, at most 8. Drag to reorder.'],
    home: ['Home page', 'Headline and introduction of the home page.'],
    featuredPages: [
      'Pages on the home page',
      'Landing pages that the home page presents. Drag to reorder.',
    ],
    footer: ['Footer', 'Text and links at the end of every page.'],
    defaultSeo: [
      'Search and sharing',
      'Used for the home page and wherever a page has none of its own.',
    ],
  },
  parts: { navigation: link, footer, home, defaultSeo: seo },
};

const redirect: EditorForm = {
  mainField: 'from',
  list: { columns: ['from', 'to', 'permanent', 'updatedAt'], sort: ['from', 'ASC'] },
  rows: [['from', 'to'], ['permanent']],
  fields: {
    ...lastChange,
    from: ['From', 'The old path on this site, for example /old-page/'],
    to: [
      'To',
      'Where visitors arrive: a path such as /new-page/ or an address starting with https://',
    ],
    permanent: [
      'Permanent',
      'On: search engines forget the old address. Off: the redirect is for a while.',
    ],
  },
};

/** Forms of the content types by Strapi uid. */
export const contentTypeForms: Readonly<Record<string, EditorForm>> = {
  'api::framework.framework': framework,
  'api::path-step.path-step': pathStep,
  'api::testimonial.testimonial': testimonial,
  'api::faq.faq': faq,
  'api::plan.plan': plan,
  'api::reason.reason': reason,
  'api::landing-page.landing-page': landingPage,
  'api::site.site': site,
  'api::redirect.redirect': redirect,
};
