import { fromMarkdown } from 'mdast-util-from-markdown';
import { isBlank } from './characters.js';
import { isLink, nameLink, notALink } from './links.js';

/** What is read here of a node of parsed Markdown. */
interface Node {
  type: string;
  url?: string;
  value?: string;
  children?: Node[];
}

/** Quotes and lists within one another: more than anybody writes, and less than wears out a parser. */
const deepest = 10;
const marks = String.raw`(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){${deepest + 1}}`;
/** A line of one mark alone is a rule across the page. */
const nesting = new RegExp(String.raw`^(?![ \t]*([-*])(?:[ \t]*\1)*[ \t]*$)${marks}`, 'm');
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
    const fault = depth > 3 * deepest ? tooDeep : faultOf(node);
    if (fault !== undefined) faults.add(fault);
    isSeen ||= node.value !== undefined && node.type !== 'html' && !isBlank(node.value);
    for (const child of node.children ?? []) left.push([child, depth + 1]);
  }
  if (!isSeen && faults.size === 0) faults.add('shows nothing. Write something here');
  return [...faults].reverse();
}

function faultOf(node: Node): string | undefined {
  const { type, url = '', value = '' } = node;
  if (type === 'html')
    return `holds HTML, which pages leave out: ${shorten(value)}. Delete it, or put it between backticks to show it as it is`;
  if (type === 'image' || type === 'imageReference')
    return 'holds an image, which answers do not show. Delete it, or link to it';
  if ((type === 'link' || type === 'definition') && !isLink(url))
    return `holds ${nameLink(textOf(node), url)}, which ${notALink}`;
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
