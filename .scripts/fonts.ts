import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { wantedCharacters } from '../site/src/fonts/characters.ts';
import { readFont } from '../site/src/share-image/drawable-text.ts';
import { runMain } from './stack/failures.ts';
import { root } from './stack/settings.ts';

/** What the site writes itself, and Latin-1 for what editors write. */
const characters = [...new Set([...wantedCharacters(), ...codePoints(0xa0, 0xff), '−'])].join('');

const fonts = [
  // Headings have one weight, so that the file carries no axis.
  { family: 'besley', axes: { wght: 600 } },
  { family: 'hanken-grotesk', axes: { wght: { min: 400, max: 700 } } },
] as const;

/** `npm run fonts`: cuts the site's fonts down to what its pages write, into `site/src/fonts`. */
runMain(async () => {
  const { resolve } = createRequire(join(root, 'site', 'package.json'));
  const folder = join(root, 'site', 'src', 'fonts');
  await mkdir(folder, { recursive: true });
  for (const { family, axes } of fonts) {
    const file = `@fontsource-variable/${family}/files/${family}-latin-wght-normal.woff2`;
    const whole = await readFile(resolve(file));
    refuseMissing(family, whole);
    const font = await subsetFont(whole, characters, {
      targetFormat: 'woff2',
      variationAxes: axes,
    });
    await writeFile(join(folder, `${family}.woff2`), font);
    console.log(`${family}.woff2: ${font.length} bytes`);
  }
});

/** @throws Error that names what a font lacks of what the site writes in its languages */
function refuseMissing(family: string, bytes: Buffer): void {
  const font = readFont(bytes);
  const missing = wantedCharacters().filter(
    (character) => !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0),
  );
  if (missing.length > 0)
    throw new Error(
      `Could not cut the font ${family}: it has no ${missing.join(' ')}, which the languages of the site are written with. Choose another font, or name these in site/src/fonts/characters.ts as left to browsers.`,
    );
}

function codePoints(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) =>
    String.fromCodePoint(first + index),
  );
}
