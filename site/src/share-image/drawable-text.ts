import { create, type Font } from 'fontkitten';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * What can be drawn of a text with these fonts. Signs without a shape, such as emoji, are left out; a
 * text with a word in letters that the fonts do not have is left out whole, since half of it would
 * say something else.
 */
export function drawableText(text: string, fonts: readonly Font[]): string {
  const hasShape = (grapheme: string) =>
    [...grapheme].every((character) =>
      fonts.some((font) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)),
    );
  let drawable = '';
  for (const { segment } of graphemes.segment(text.normalize('NFC'))) {
    if (hasShape(segment)) drawable += segment;
    // A keycap is a digit with a sign around it.
    else if (/[\p{L}\p{N}]/u.test(segment) && !segment.includes('\u20e3')) return '';
  }
  return drawable.replace(/\s+/g, ' ').trim();
}

/** @throws Error when the bytes are not those of a single font */
export function readFont(bytes: Buffer): Font {
  const font = create(bytes);
  if (font.isCollection) throw new Error('Could not read the font: it is a collection of fonts.');
  return font;
}
