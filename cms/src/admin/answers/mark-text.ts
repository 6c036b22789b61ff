/** What the buttons above an answer do, each as pages show it. */
export type Mark = 'bold' | 'italic' | 'heading' | 'list' | 'numbers' | 'quote' | 'code' | 'link';

/** A part of a text that takes the place of another, and what of it is selected then. */
export interface Change {
  from: number;
  to: number;
  text: string;
  selected: [start: number, end: number];
}

/** What each line begins with. */
const leads: Partial<Record<Mark, (index: number) => string>> = {
  heading: () => '## ',
  list: () => '- ',
  numbers: (index) => `${index + 1}. `,
  quote: () => '> ',
};

/** Marks what is selected of a text in Markdown, or a word to be written over. */
export function markText(text: string, start: number, end: number, mark: Mark): Change {
  const lead = leads[mark];
  const picked = text.slice(start, end);
  if (lead !== undefined) return markLines(text, start, end, lead);
  if (mark === 'code' && picked.includes('\n'))
    return around(start, end, picked, `${openingOf(text, start)}\`\`\`\n`, '\n```\n');
  if (mark === 'link') {
    const words = picked || 'words';
    const at = start + words.length + 3;
    const address = 'https://';
    return {
      from: start,
      to: end,
      text: `[${words}](${address})`,
      selected: [at, at + address.length],
    };
  }
  const sign = { bold: '**', italic: '_', code: '`' }[mark as 'bold' | 'italic' | 'code'];
  return around(start, end, picked || mark, sign, sign);
}

function around(from: number, to: number, inner: string, before: string, after: string): Change {
  const start = from + before.length;
  return { from, to, text: before + inner + after, selected: [start, start + inner.length] };
}

function markLines(
  text: string,
  start: number,
  end: number,
  lead: (index: number) => string,
): Change {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const after = text.indexOf('\n', end);
  const to = after < 0 ? text.length : after;
  const opening = from === 0 || text.slice(0, from).endsWith('\n\n') ? '' : '\n';
  const lines = text.slice(from, to).split('\n');
  const marked = opening + lines.map((line, index) => lead(index) + line).join('\n');
  return { from, to, text: marked, selected: [from + marked.length, from + marked.length] };
}

/** A block begins on a line of its own. */
const openingOf = (text: string, start: number): string =>
  start === 0 || text[start - 1] === '\n' ? '' : '\n';
