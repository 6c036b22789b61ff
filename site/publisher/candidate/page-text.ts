import type { ItemKind, Locale } from '@lectern/shared-types';
import { DomUtils, ElementType, parseDocument } from 'htmlparser2';

/** A page as readers take it in: no markup, no styles, nothing that is hidden from them. */
export interface PageText {
  title: string;
  sections: PageSection[];
}

export interface PageSection {
  /** Id or class of the section, such as `plans`; `head` for what search engines and networks show. */
  name: string;
  heading: string | null;
  parts: [PagePart, ...PagePart[]];
}

/** What has a heading of its own within a section, such as a plan; the first part is the section itself. */
export interface PagePart {
  heading: string | null;
  items: PageItem[];
}

/** A sentence, a price, a link or an image. */
export interface PageItem {
  kind: ItemKind;
  /** What it says something about: a row of a table, the term of a description. */
  label: string | null;
  text: string;
  /** Where a link leads, or the path of an image on the site. */
  target: string | null;
  /** Element and class that it stands in: what takes the place of something has the same. */
  slot: string;
  /** Whether a link stands within words that are an item themselves. */
  isWithinText: boolean;
}

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { attribs: Record<string, string> }>;
type Text = Extract<Node, { type: ElementType.ElementType.Text }>;

/** Where in the page something stands. */
interface Place {
  part: PagePart;
  label: string | null;
  slot: string;
  isPrice: boolean;
}

/** Elements within a text; all others begin and end one. */
const inline = new Set(
  'a abbr b bdi cite code em i kbd mark q s small span strong sub sup time u var'.split(' '),
);
/** Not content: what is not shown, and what visitors work with, whose words follow from the rest. */
const unread = new Set([
  'script',
  'style',
  'template',
  'svg',
  'noscript',
  'button',
  'astro-island',
]);

/** Reads a rendered page in the order in which its readers do. */
export function readPage(html: string, locale: Locale): PageText {
  const elements = DomUtils.findAll(() => true, parseDocument(html).children);
  const named = (name: string) => elements.filter((element) => element.name === name);
  const sentences = new Intl.Segmenter(locale, { granularity: 'sentence' });
  const sections = new Map<string, PageSection>();
  const title = named('title').map(textOf).join('');
  sections.set('head', { name: 'head', heading: null, parts: [readHead(title, named('meta'))] });
  const isFrame = ({ parent }: Element, name: string) =>
    parent !== null && isElement(parent) && parent.name === name;
  for (const element of elements) {
    const isPart = isFrame(element, 'main');
    const isEdge = ['header', 'footer'].includes(element.name) && isFrame(element, 'body');
    if (!isPart && !isEdge) continue;
    const name = element.attribs.id ?? element.attribs.class?.split(' ')[0] ?? 'content';
    const heading = element.name === 'section' ? headingOf(element) : null;
    const section = sections.get(name) ?? { name, heading, parts: [{ heading: null, items: [] }] };
    sections.set(name, section);
    readInto(section.parts, element, sentences);
  }
  return { title, sections: [...sections.values()] };
}

/** What search engines and networks show of the page; an image only where editors have chosen one. */
function readHead(title: string, metas: readonly Element[]): PagePart {
  const contentOf = (name: string) =>
    metas.find(({ attribs }) => attribs.name === name || attribs.property === name)?.attribs
      .content;
  const item = (label: string, text: string): PageItem => ({
    ...{ kind: 'text', label, text, target: null, slot: label, isWithinText: false },
  });
  const items = [item('Title', title)];
  const description = contentOf('description');
  if (description !== undefined) items.push(item('Description', description));
  const image = /\/media\/[^/]+$/.exec(contentOf('og:image') ?? '')?.[0];
  if (image !== undefined)
    items.push({ ...item('Image', contentOf('og:image:alt') ?? ''), kind: 'image', target: image });
  return { heading: null, items };
}

/** Reads an element to the end of a section's parts. */
function readInto(
  parts: [PagePart, ...PagePart[]],
  section: Element,
  sentences: Intl.Segmenter,
): void {
  /** The line of text that is being read, and the links in it. */
  let line = '';
  let links: { text: string; target: string }[] = [];
  let term: string | null = null;

  const endLine = ({ part, label, slot, isPrice }: Place): void => {
    const text = tidy(line);
    const found = links;
    line = '';
    links = [];
    if (text === '') return;
    const isWithinText =
      withoutSpace(text) !== withoutSpace(found.map((link) => link.text).join(''));
    const item = { label, slot, isWithinText: false, target: null };
    if (isWithinText && isPrice) part.items.push({ ...item, kind: 'price', text });
    else if (isWithinText)
      for (const sentence of splitSentences(text, sentences))
        part.items.push({ ...item, kind: 'text', text: sentence });
    for (const link of found) part.items.push({ ...item, ...link, kind: 'link', isWithinText });
  };

  const read = (node: Node, place: Place): void => {
    if (isText(node)) line += node.data;
    if (!isElement(node) || isUnread(node)) return;
    const { name, attribs } = node;
    if (name === 'br') {
      line += '\n';
    } else if (name === 'img') {
      const image = { text: attribs.alt ?? '', target: attribs.src ?? '', isWithinText: false };
      place.part.items.push({ label: place.label, slot: place.slot, ...image, kind: 'image' });
    } else if (name === 'table') {
      endLine(place);
      readTable(node, place);
    } else if (inline.has(name)) {
      for (const child of node.children) read(child, place);
      if (name === 'a') links.push({ text: textOf(node), target: attribs.href ?? '' });
    } else {
      endLine(place);
      if (name === 'dt') term = textOf(node);
      else readBlock(node, place);
    }
  };

  const readBlock = (block: Element, outer: Place): void => {
    const { name, attribs } = block;
    const heading = name === 'li' || name === 'details' ? headingOf(block) : null;
    if (heading !== null) parts.push({ heading, items: [] });
    const inner: Place = {
      part: heading === null ? outer.part : (parts.at(-1) ?? outer.part),
      label: name === 'dd' ? term : outer.label,
      slot: `${name}.${attribs.class ?? ''}`,
      isPrice: outer.isPrice || attribs.class === 'price',
    };
    for (const child of block.children) read(child, inner);
    endLine(inner);
  };

  /** A table is read column by column: each is a part under its heading, and a row labels its cells. */
  const readTable = (table: Element, outer: Place): void => {
    const columns: PagePart[] = [];
    for (const row of DomUtils.getElementsByTagName('tr', table)) {
      let label: string | null = null;
      for (const [index, cell] of row.children.filter(isElement).entries()) {
        const { scope } = cell.attribs;
        if (scope === 'row') label = textOf(cell);
        if (scope === 'row' || scope === 'rowgroup') continue;
        if (scope === 'col') {
          columns[index] = { heading: textOf(cell), items: [] };
          parts.push(columns[index]);
        }
        const place = { part: columns[index] ?? outer.part, label, slot: 'cell', isPrice: false };
        for (const child of cell.children) read(child, place);
        endLine(place);
      }
    }
  };

  readBlock(section, { part: parts[0], label: null, slot: '', isPrice: false });
}

const isElement = (node: object): node is Element => 'attribs' in node;

const isText = (node: Node): node is Text => node.type === ElementType.ElementType.Text;

const isUnread = ({ name, attribs }: Element): boolean =>
  unread.has(name) || attribs['aria-hidden'] === 'true' || attribs.hidden !== undefined;

/** The first heading within an element, its numeral left out. */
function headingOf(element: Element): string | null {
  const heading = DomUtils.findOne(({ name }) => /^h[23]$/.test(name), element.children);
  return heading && textOf(heading);
}

const textOf = (node: Node): string => tidy(readText(node));

const readText = (node: Node): string => {
  if (isText(node)) return node.data;
  if (!isElement(node) || isUnread(node)) return '';
  return node.children.map(readText).join('');
};

/** The lines of a text as they are shown. Those of templates are not in the page: Astro joins them. */
const tidy = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim();

/** The sentences of a text, each with the line ends after it. */
function splitSentences(text: string, sentences: Intl.Segmenter): string[] {
  return [...text.matchAll(/([^\n]+)(\n*)/g)].flatMap(([, line = '', ends = '']) => {
    const found = [...sentences.segment(line)].map(({ segment }) => segment.trim());
    return found.with(-1, found.at(-1) + ends);
  });
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');
