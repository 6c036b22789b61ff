/* Which characters a text may hold: those that every reader sees, and that every database keeps. */

/** A control character other than a tab or the end of a line, or what is no character at all. */
const unshowable = /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/** Characters that turn the order of the text around them; those that isolate a part of it may stay. */
const reordering = /[\u202a-\u202e]/u;

const visible = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** True for a text in which there is nothing to see. */
export const isBlank = (text: string): boolean => !visible.test(text);

/** True for a text that counts as none where a field may hold none. */
export const isEmptyText = (value: unknown): boolean =>
  typeof value === 'string' && isBlank(value) && characterFault(value) === undefined;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** More parts than any character has that is written somewhere. */
const mostParts = 32;

/** How many characters a reader counts: an emoji is one, whatever it is made of. */
export function countCharacters(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return Math.max([...segmenter.segment(text)].length, Math.ceil(text.length / mostParts));
}

/** What is wrong with the characters of a text and what to do, or undefined when nothing is. */
export function characterFault(text: string): string | undefined {
  if (!text.isWellFormed())
    return 'holds half a character, as is left when an emoji is cut in two. Delete it and write it again';
  const [unshown] = unshowable.exec(text) ?? [];
  if (unshown !== undefined)
    return `holds a character that cannot be shown (${nameOf(unshown)}). Delete it, or write the text again instead of pasting it`;
  const [turning] = reordering.exec(text) ?? [];
  if (turning !== undefined)
    return `holds an invisible character that turns the text around it (${nameOf(turning)}). Delete it, or write the text again instead of pasting it`;
  return undefined;
}

const nameOf = (character: string) =>
  `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
