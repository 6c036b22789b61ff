import type { SectionChange } from '@lectern/shared-types';
import { expect, test } from 'vitest';
import { comparePages } from './page-changes.ts';
import { readPage } from './page-text.ts';

interface Page {
  title?: string;
  head?: string;
  hero?: string;
  plans?: string[];
  faqs?: string[];
  more?: string;
}

/** A page of the shape that the site's layouts give it. */
const toHtml = ({ title = 'Page', head = '', hero = '', plans = [], faqs = [], more = '' }: Page) =>
  `<!doctype html><html><head><title>${title}</title><style>.x{}</style>${head}</head><body>
  <header class="masthead"><a href="/">Brand</a><ul><li><a href="/a/">One</a></li></ul></header>
  <main><div class="hero"><h1>Main</h1>${hero}</div>
  ${plans.length > 0 ? `<section id="plans"><h2><span aria-hidden="true">1</span>Plans</h2><ul>${plans.join('')}</ul></section>` : ''}
  ${faqs.length > 0 ? `<section id="faqs"><h2>Questions</h2>${faqs.join('')}</section>` : ''}
  ${more}</main><footer class="colophon"><p>End.</p></footer></body></html>`;

const plan = (name: string, price: string, url = '/buy/', features = ['All']) =>
  `<li class="highlighted"><h3>${name}</h3><p class="price"><strong>${price}</strong> <span>USD</span></p>
  <ul>${features.map((feature) => `<li>${feature}</li>`).join('')}</ul><p class="act"><a href="${url}">Go ${name}</a></p></li>`;
const faq = (question: string, answer: string) =>
  `<details><summary><h3>${question}</h3></summary><div class="answer"><p>${answer}</p></div></details>`;

const compare = (before: Page, after: Page): SectionChange[] =>
  comparePages(readPage(toHtml(before), 'en'), readPage(toHtml(after), 'en'), {
    toImageUrl: (path) => (path.startsWith('/media/') ? `/uploads${path}` : null),
  });
const text = (words: string) => ({ text: words, target: null });

test('a page that reads the same has no changes, whatever its markup', () => {
  const page = { hero: '<p>One. Two.</p>', plans: [plan('Pro', '$12')] };
  const other = {
    ...page,
    hero: '<div class="x"><p><em>One.</em>  Two.</p><svg><path/></svg></div>',
  };
  expect(compare(page, other)).toEqual([]);
});

test('a price is named with its plan and its section', () => {
  const before = { plans: [plan('Free', 'Free'), plan('Pro', '$12')] };
  const after = { plans: [plan('Free', 'Free'), plan('Pro', '$14')] };
  const item = {
    kind: 'price',
    isMoved: false,
    label: null,
    before: text('$12 USD'),
    after: text('$14 USD'),
  };
  const part = { heading: 'Pro', change: 'changed', moved: null, items: [item] };
  expect(compare(before, after)).toEqual([
    { name: 'plans', heading: 'Plans', change: 'changed', parts: [part] },
  ]);
});

test('of a long text the sentence that differs is named, in its language', () => {
  const before = { hero: '<p>First. Second of them. Third.</p>' };
  const after = { hero: '<p>First. Second of these. Third. Fourth.</p>' };
  expect(compare(before, after)[0]?.parts[0]?.items).toEqual([
    {
      kind: 'text',
      isMoved: false,
      label: null,
      before: text('Second of them.'),
      after: text('Second of these.'),
    },
    { kind: 'text', isMoved: false, label: null, before: null, after: text('Fourth.') },
  ]);
});

test('a line that ends elsewhere is named, with the sentence before it', () => {
  const before = { hero: '<p>One. Two.</p>', faqs: [faq('Why?', 'First.<br>Second.')] };
  const after = { hero: '<p>One.\r\n\r\nTwo.</p>', faqs: [faq('Why?', 'First. Second.')] };
  const [hero, faqs] = compare(before, after);
  expect(hero?.parts[0]?.items).toEqual([
    { kind: 'text', isMoved: false, label: null, before: text('One.'), after: text('One.\n\n') },
  ]);
  expect(faqs?.parts[0]?.items).toEqual([
    { kind: 'text', isMoved: false, label: null, before: text('First.\n'), after: text('First.') },
  ]);
});

test('a link is named by where it leads; one whose words alone change is named by its text', () => {
  const before = { hero: '<p>Read <a href="/a/">this</a> first.</p>', plans: [plan('Pro', '1')] };
  const after = {
    hero: '<p>Read <a href="/a/">that</a> first.</p>',
    plans: [plan('Pro', '1', '/new/')],
  };
  const [hero, plans] = compare(before, after);
  expect(hero?.parts[0]?.items).toEqual([
    {
      kind: 'text',
      isMoved: false,
      label: null,
      before: text('Read this first.'),
      after: text('Read that first.'),
    },
  ]);
  expect(plans?.parts[0]?.items).toEqual([
    {
      kind: 'link',
      isMoved: false,
      label: null,
      before: { text: 'Go Pro', target: '/buy/' },
      after: { text: 'Go Pro', target: '/new/' },
    },
  ]);
  const led = { ...after, hero: '<p>Read <a href="/b/">that</a> first.</p>' };
  expect(compare(after, led)[0]?.parts[0]?.items).toMatchObject([
    { kind: 'link', before: { target: '/a/' }, after: { target: '/b/' } },
  ]);
});

test('an image that is replaced is named with where both can be seen', () => {
  const image = (name: string, alt: string) => ({
    hero: `<img src="/media/${name}" alt="${alt}">`,
  });
  expect(compare(image('a.png', 'Ada'), image('b.png', 'Ada'))[0]?.parts[0]?.items).toEqual([
    {
      kind: 'image',
      isMoved: false,
      label: null,
      before: { text: 'Ada', target: '/uploads/media/a.png' },
      after: { text: 'Ada', target: '/uploads/media/b.png' },
    },
  ]);
  expect(compare(image('a.png', 'Ada'), image('a.png', 'Ada L.'))).toHaveLength(1);
});

test('entries that change places are moved, not taken away and added', () => {
  const [one, two, three] = [faq('One?', '1.'), faq('Two?', '2.'), faq('Three?', '3.')];
  const changes = compare({ faqs: [one, two, three] }, { faqs: [three, one, two] });
  expect(changes).toMatchObject([
    { name: 'faqs', parts: [{ heading: 'Three?', moved: { from: 3, to: 1 }, items: [] }] },
  ]);
});

test('lines that change places are moved, not taken away and added', () => {
  const lines = (...features: string[]) => ({ plans: [plan('Pro', '$1', '/buy/', features)] });
  const itemsOf = (before: Page, after: Page) => compare(before, after)[0]?.parts[0]?.items;
  expect(itemsOf(lines('One', 'Two', 'Three'), lines('Three', 'One', 'Two'))).toEqual([
    { kind: 'text', isMoved: true, label: null, before: text('Three'), after: text('Three') },
  ]);
  expect(
    itemsOf(lines('One', 'Two', 'Three', 'Four'), lines('Four', 'One', 'Two', 'Other')),
  ).toEqual([
    { kind: 'text', isMoved: true, label: null, before: text('Four'), after: text('Four') },
    { kind: 'text', isMoved: false, label: null, before: text('Three'), after: text('Other') },
  ]);
});

test('what visitors work with on a page is not content', () => {
  const page = (words: string) => ({
    hero: `<p>Words.</p><button>${words}</button><astro-island><p>${words}</p></astro-island>`,
  });
  expect(compare(page('Dark'), page('Light'))).toEqual([]);
});

test('an entry under another heading is the same when most of it is, or when it takes its place', () => {
  const answer = 'A long answer that stays as it was.';
  const renamed = compare({ faqs: [faq('Old?', answer)] }, { faqs: [faq('New?', answer)] });
  expect(renamed[0]?.parts).toMatchObject([
    { heading: 'New?', change: 'changed', items: [{ before: { text: 'Old?' } }] },
  ]);
  const [one, three] = [faq('One?', '1.'), faq('Three?', '3.')];
  const replaced = compare(
    { faqs: [one, faq('Old?', answer), three] },
    { faqs: [one, faq('New?', 'Short.'), three] },
  );
  expect(replaced[0]?.parts).toMatchObject([
    {
      heading: 'New?',
      change: 'changed',
      items: [
        { before: { text: 'Old?' }, after: { text: 'New?' } },
        { before: { text: answer }, after: { text: 'Short.' } },
      ],
    },
  ]);
});

test('what is gone stands where it stood, and beside what has come elsewhere it is not the same', () => {
  const [one, two, three] = [faq('One?', '1.'), faq('Two?', '2.'), faq('Three?', '3.')];
  const changes = compare({ faqs: [one, two] }, { faqs: [two, three] });
  expect(changes[0]?.parts).toMatchObject([
    { heading: 'One?', change: 'removed', items: [{ after: null }, { after: null }] },
    { heading: 'Three?', change: 'new', items: [{ before: null }, { before: null }] },
  ]);
});

test('a part in which next to everything has changed is told all the same, and soon', () => {
  const words = (word: string) => ({
    hero: Array.from({ length: 1500 }, (_, index) => `<p>${word} ${index}</p>`).join(''),
  });
  const items = compare(words('Before'), words('After'))[0]?.parts[0]?.items ?? [];
  expect(items).toHaveLength(1500);
  expect(items[7]).toMatchObject({ before: { text: 'Before 7' }, after: { text: 'After 7' } });
});

test('a section that comes or goes is named as such, with all that is in it', () => {
  const page = { plans: [plan('Pro', '$12')] };
  expect(compare({}, page)).toMatchObject([{ name: 'plans', change: 'new', heading: 'Plans' }]);
  expect(compare(page, {})).toMatchObject([{ name: 'plans', change: 'removed' }]);
});

test('a table is read by columns, and a row says what its cells are about', () => {
  const table = (label: string, best: string) => ({
    more: `<section id="frameworks"><h2>Both</h2><table><thead><tr><td></td><th scope="col">Flask</th>
    <th scope="col">Django</th></tr></thead><tbody><tr><th scope="rowgroup">${label}</th></tr>
    <tr><th scope="row">${label}</th><td>APIs</td><td>${best}</td></tr></tbody></table></section>`,
  });
  const [section] = compare(table('Best for', 'Sites'), table('Best for', 'Large sites'));
  expect(section?.parts).toMatchObject([
    { heading: 'Django', items: [{ label: 'Best for', after: { text: 'Large sites' } }] },
  ]);
  const [relabelled] = compare(table('Best for', 'Sites'), table('Suited to', 'Sites'));
  expect(relabelled?.parts.map(({ heading }) => heading)).toEqual(['Flask', 'Django']);
});

test('a description says what its terms are about', () => {
  const list = (term: string, weeks: number) => ({
    hero: `<dl><dt>${term}</dt><dd>${weeks} weeks</dd></dl>`,
  });
  const itemsOf = (before: Page, after: Page) => compare(before, after)[0]?.parts[0]?.items;
  expect(itemsOf(list('Duration', 3), list('Duration', 4))).toEqual([
    {
      kind: 'text',
      isMoved: false,
      label: 'Duration',
      before: text('3 weeks'),
      after: text('4 weeks'),
    },
  ]);
  expect(itemsOf(list('Duration', 3), list('Break', 3))).toEqual([
    { kind: 'text', isMoved: false, label: 'Duration', before: text('3 weeks'), after: null },
    { kind: 'text', isMoved: false, label: 'Break', before: null, after: text('3 weeks') },
  ]);
});

test('what takes the place of something else is not beside it', () => {
  const after = { hero: '<p class="act"><a href="/go/">Go</a></p>' };
  expect(compare({ hero: '<p>Words.</p>' }, after)[0]?.parts[0]?.items).toMatchObject([
    { kind: 'text', before: { text: 'Words.' }, after: null },
    { kind: 'link', before: null, after: { text: 'Go' } },
  ]);
});

test('what search engines and networks show is told apart from the page', () => {
  const head = (image: string) =>
    `<meta name="description" content="About"><meta property="og:image" content="https://x.example${image}">`;
  const before = { title: 'Old', head: head('/share/drawn.png') };
  expect(compare(before, { title: 'New', head: head('/share/other.png') })).toMatchObject([
    { name: 'head', parts: [{ items: [{ label: 'Title', after: { text: 'New' } }] }] },
  ]);
  expect(compare(before, { title: 'Old', head: head('/media/own.png') })).toMatchObject([
    { name: 'head', parts: [{ items: [{ kind: 'image', label: 'Image', before: null }] }] },
  ]);
  // A page that sends visitors on has no description.
  expect(readPage(toHtml({}), 'en').sections[0]?.parts[0].items).toMatchObject([
    { label: 'Title', text: 'Page' },
  ]);
});
