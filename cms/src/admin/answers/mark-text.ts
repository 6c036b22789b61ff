/** What the buttons above an answer do, each as pages show it. */
export type Mark = Emphasis | Lead | 'code' | 'link';
type Emphasis = 'bold' | 'italic';
type Lead = 'heading' | 'list' | 'numbers' | 'quote';

/** A part of a text that takes the place of another, and what of it is selected then. */
export interface Change {
  from: number;
  to: number;
  text: string;
  selected: [start: number, end: number];
}

/** What each line begins with, and how lines are known that begin so. */
const leads: Record<Lead, { write: (index: number) => string; pattern: RegExp }> = {
  heading: { write: () => '## ', pattern: /^#{1,6}[ \t]+/ },
  list: { write: () => '- ', pattern: /^[-*+][ \t]+/ },
  numbers: { write: (index) => `${index + 1}. `, pattern: /^\d{1,9}[.)][ \t]+/ },
  quote: { write: () => '> ', pattern: /^>[ \t]?/ },
};
/** A line is one of these at most, and may be quoted besides. */
const kinds = ['heading', 'list', 'numbers'] as const;
const anyLeads = /^(?:[ \t]*(?:>|#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]))*[ \t]*/;

/**
 * Marks what is selected of a text in Markdown, or a word to be written over; takes the mark away where
 * it is marked so already. Blanks at the ends are no part of it: a mark beside a blank is none.
 */
export function markText(text: string, first: number, last: number, mark: Mark): Change {
  const picked = text.slice(first, last);
  const start = first + (picked.trim() === '' ? 0 : picked.length - picked.trimStart().length);
  const end = start + picked.trim().length;
  if (isLead(mark)) return markLines(text, first, Math.max(first, end), mark);
  if (mark === 'code') return markCode(text, start, end);
  if (mark === 'link') return markLink(text, start, end);
  return emphasise(text, start, end, mark);
}

const isLead = (mark: Mark): mark is Lead => mark in leads;

function markLink(text: string, from: number, to: number): Change {
  const words = text.slice(from, to) || 'words';
  const at = from + words.length + 3;
  const address = 'https://';
  return { from, to, text: `[${words}](${address})`, selected: [at, at + address.length] };
}

function markCode(text: string, from: number, to: number): Change {
  const picked = text.slice(from, to) || 'code';
  if (text[from - 1] === '`' && text[to] === '`')
    return { from: from - 1, to: to + 1, text: picked, selected: [from - 1, to - 1] };
  const longest = Math.max(0, ...(picked.match(/`+/g) ?? []).map(({ length }) => length));
  if (picked.includes('\n')) {
    const fence = '`'.repeat(Math.max(3, longest + 1));
    const opening = from === 0 || text[from - 1] === '\n' ? '' : '\n';
    return around(from, to, picked, `${opening}${fence}\n`, `\n${fence}\n`);
  }
  const sign = '`'.repeat(longest + 1);
  const blank = longest > 0 ? ' ' : '';
  return around(from, to, picked, sign + blank, blank + sign);
}

function around(from: number, to: number, inner: string, before: string, after: string): Change {
  const start = from + before.length;
  return { from, to, text: before + inner + after, selected: [start, start + inner.length] };
}

/** Every line by itself, since nothing is emphasised from one paragraph or item into the next. */
function emphasise(text: string, start: number, end: number, mark: Emphasis): Change {
  let at = start;
  const parts = text
    .slice(start, end)
    .split('\n')
    .map((line) => {
      const lead = anyLeads.exec(line)?.[0].length ?? 0;
      const from = at + (isLineStart(text, at) ? lead : 0);
      const to = at + line.trimEnd().length;
      at += line.length + 1;
      return emphasiseLine(text, from, Math.max(from, to), mark);
    });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const changes = parts.filter(({ from, to }) => from < to);
  const from = changes[0]?.from ?? start;
  const to = changes.at(-1)?.to ?? end;
  let marked = '';
  let done = from;
  for (const change of changes) {
    marked += text.slice(done, change.from) + change.text;
    done = change.to;
  }
  return { from, to, text: marked, selected: [from, from + marked.length] };
}

const isLineStart = (text: string, at: number) => at === 0 || text[at - 1] === '\n';

function emphasiseLine(text: string, start: number, end: number, mark: Emphasis): Change {
  const inside = starsAround(text, start, end, 'inside');
  let [from, to] = [start + inside, end - inside];
  const outside = starsAround(text, from, to, 'outside');
  const stars = outside + (mark === 'bold' ? (outside > 1 ? -2 : 2) : outside % 2 === 1 ? -1 : 1);
  if (outside === 0) [from, to] = wholeWords(text, from, to);
  const signs = '*'.repeat(stars);
  const change = around(from, to, text.slice(from, to) || mark, signs, signs);
  return {
    ...change,
    from: from - outside,
    to: to + outside,
    selected: [change.selected[0] - outside, change.selected[1] - outside],
  };
}

/** How many stars, of the three that mean something, stand at both ends. */
function starsAround(text: string, from: number, to: number, where: 'inside' | 'outside'): number {
  const isStar = (count: number) =>
    where === 'outside'
      ? text[from - count] === '*' && text[to + count - 1] === '*'
      : from + 2 * count < to && text[from + count - 1] === '*' && text[to - count] === '*';
  let count = 0;
  while (count < 3 && isStar(count + 1)) count += 1;
  return count;
}

/** With the rest of a word where a mark would be none: between a letter and a sign such as a quotation mark. */
function wholeWords(text: string, start: number, end: number): [from: number, to: number] {
  const isLetter = (at: number) => /[\p{L}\p{N}\p{M}]/u.test(text[at] ?? '');
  const isBlank = (at: number) => /^\s?$/.test(text[at] ?? '');
  const isWordAround = start === end && isLetter(start) && isLetter(start - 1);
  let [from, to] = [start, end];
  if (isWordAround || (from < to && !isLetter(from) && !isBlank(from - 1)))
    while (!isBlank(from - 1)) from -= 1;
  if (isWordAround || (from < to && !isLetter(to - 1) && !isBlank(to)))
    while (!isBlank(to)) to += 1;
  return [from, to];
}

function markLines(text: string, start: number, end: number, mark: Lead): Change {
  const { pattern, write } = leads[mark];
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const after = text.indexOf('\n', end);
  const to = after < 0 ? text.length : after;
  const lines = text.slice(from, to).split('\n');
  const written = lines.filter((line) => line.trim() !== '');
  if (written.length > 0 && written.every((line) => pattern.test(line)))
    return changed(from, to, lines.map((line) => line.replace(pattern, '')).join('\n'));
  let index = 0;
  const marked = lines.map((line) => {
    if (line.trim() === '' && written.length > 0) return mark === 'quote' ? '>' : line;
    return write(index++) + (mark === 'quote' ? line : withoutKind(line));
  });
  // A line that follows would be part of the last one, and the first one part of the line before.
  const before = text.slice(0, from).split('\n').at(-2) ?? '';
  const next = after < 0 ? '' : (text.slice(after + 1).split('\n', 1)[0] ?? '');
  const opening = before.trim() === '' || pattern.test(before) ? '' : '\n';
  const closing = next.trim() === '' || pattern.test(next) ? '' : '\n';
  const change = changed(from, to, opening + marked.join('\n'));
  return { ...change, text: change.text + closing };
}

const withoutKind = (line: string) =>
  kinds.reduce((rest, kind) => rest.replace(leads[kind].pattern, ''), line);

const changed = (from: number, to: number, text: string): Change => ({
  from,
  to,
  text,
  selected: [from + text.length, from + text.length],
});
