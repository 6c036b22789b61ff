import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { locales } from '@lectern/shared-types';
import { describe, expect, test } from 'vitest';
import { drawableText, readFont } from '../share-image/drawable-text.ts';
import { charactersOf, leftToBrowsers } from './characters.ts';

const { resolve } = createRequire(import.meta.url);
const read = async (file: string) => readFont(await readFile(file));
const shareFiles = ['latin', 'latin-ext'].map((script) =>
  resolve(`@fontsource/besley/files/besley-${script}-600-normal.woff`),
);

describe.each(locales)('67: in %s', (locale) => {
  test.each(['besley', 'hanken-grotesk'])(
    '%s has every character that is written',
    async (family) => {
      const font = await read(join(import.meta.dirname, `${family}.woff2`));
      const missing = [...charactersOf(locale)].filter(
        (character) => !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0),
      );
      expect(missing.join('')).toBe(leftToBrowsers);
    },
  );

  test('share images show every letter', async () => {
    const fonts = await Promise.all(shareFiles.map(read));
    const written = [...charactersOf(locale)]
      .filter((character) => /\p{L}/u.test(character))
      .join('');
    expect(drawableText(written, fonts)).toBe(written);
  });
});
