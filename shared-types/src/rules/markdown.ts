import { fromMarkdown } from 'mdast-util-from-markdown';
import { isBlank } from './characters.js';
import { isLink, linkFault, nameLink } from './links.js';

interface Point {
  offset?: number | undefined;
}

/** What is read here of a node of parsed Markdown. */
interface Node {
  type: string;
  url?: string;
  value?: string;
  /** Name of a definition, or of what refers to one. */
  label?: string | null | undefined;
  children?: Node[];
  position?: { start: Point; end: Point } | undefined;
}

/** Quotes and lists within one another: more than anybody writes, and less than wears out a parser. */
const deepest = 10;
/** One mark more than that at the start of a line. A line of one mark alone is a rule across the page. */
const nesting =
  /^(?![ \t]*([-*])(?:[ \t]*\1)*[ \t]*$)(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){11}/m;
const tooDeep = `has quotes or lists within one another more than ${deepest} times. Write it with fewer`;

/** What of a text in Markdown a page would not show as it is written, and what to do. */
export function markdownFaults(markdown: string): string[] {
  // That it is empty is said of every text.
  if (isBlank(markdown)) return [];
  // Looked for before it is parsed, which takes seconds where it is nested a thousand times.
  if (nesting.test(markdown)) return [tooDeep];
  const faults = new Set<string>();
  let isSeen = false;
  const left: [node: Node, depth: number][] = [[fromMarkdown(markdown), 0]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [node, depth] = next;
    const fault = depth > 3 * deepest ? tooDeep : (faultOf(node) ?? unknownMark(node, markdown));
    if (fault !== undefined) faults.add(fault);
    isSeen ||= node.value !== undefined && node.type !== 'html' && !isBlank(node.value);
    for (const child of node.children ?? []) left.push([child, depth + 1]);
  }
  if (!isSeen && faults.size === 0) faults.add('shows nothing. Write something here');
  return [...faults].reverse();
}

function faultOf(node: Node): string | undefined {
  const { type, url = '', value = '', label } = node;
  if (type === 'html')
    return `holds HTML, which pages leave out: ${shorten(value)}. Delete it, or put it between backticks to show it as it is`;
  if (type === 'image' || type === 'imageReference')
    return 'holds an image, which answers do not show. Delete it, or link to it';
  if ((type === 'link' || type === 'linkReference') && isBlank(textOf(node)))
    return `holds ${url === '' ? 'a link that' : `${nameLink('', url)}, which`} has no words. Write some between its square brackets, or delete it`;
  if ((type === 'link' || type === 'definition') && !label?.startsWith('^') && !isLink(url))
    return `holds ${nameLink(textOf(node), url)}, which ${linkFault(url)}`;
  return undefined;
}

/** Whether a line is the one below the head of a table. */
function isBelowHead(line: string): boolean {
  if (!line.includes('|')) return false;
  const row = line.replace(/^[ \t>]+/, '').trim();
  const cells = row.replace(/^\|/, '').replace(/\|$/, '').split('|');
  return cells.every((cell) => /^:?-+:?$/.test(cell.trim()));
}

const struckOut = /(?:^|[^\\])~~[^\s~][^~]*~~/;
const footnote = /(?:^|[^\\])\[\^[^[\]\s]+\]/;
const brokenLink = /(?<!\\)\[[^\][\\]*\](?:\(| \((?=https?:|mailto:|tel:|[/#]))[^)\n]*\)?/;
const strayStars = /(?<!\\)\*\*/;
const specialName = /^__[a-z][a-z0-9_]*__$/;
const box = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]/;

/** What other programs make something of, and pages would show as it is typed. */
function unknownMark({ type, label, position }: Node, markdown: string): string | undefined {
  const source = markdown.slice(position?.start.offset, position?.end.offset);
  if (type === 'paragraph' && source.split('\n').slice(1).some(isBelowHead))
    return 'holds a table, which pages cannot show. Write it as a list, or in sentences';
  if (label?.startsWith('^') || (type === 'text' && footnote.test(source)))
    return 'holds a footnote, which pages cannot show. Write the note into the text';
  if (type === 'text' && struckOut.test(source))
    return 'holds words that are struck out with ~~, which pages cannot show. Delete them, or take the ~~ away';
  const [link] = (type === 'text' && brokenLink.exec(source)) || [];
  if (link !== undefined)
    return `holds a link that cannot be read: ${shorten(link)}. Write it as [words](address), with no blank in the address and none before it; put it between backticks to show it as it is`;
  if (type === 'text' && strayStars.test(source))
    return 'holds ** that marks nothing. Put one pair right before the first word and one right behind the last, or delete them; put what has such stars between backticks to show them';
  if (type === 'strong' && specialName.test(source))
    return `holds ${shorten(source)}, of which pages show the word in bold without its underscores. Put such a name between backticks; write ** for bold`;
  if (type === 'listItem' && box.test(source))
    return 'holds a list with boxes to tick, which pages cannot show. Write it without the boxes';
  return undefined;
}

/** Where the links of a text in Markdown lead. */
export function linksIn(markdown: string): string[] {
  const links: string[] = [];
  const left: Node[] = [fromMarkdown(markdown)];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const isLinking = node.type === 'link' || node.type === 'definition';
    if (isLinking && node.url !== undefined) links.push(node.url);
    left.push(...(node.children ?? []));
  }
  return links;
}

const textOf = ({ value = '', children = [] }: Node): string =>
  value + children.map(textOf).join('');

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
