import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { runMain } from './stack/failures.ts';
import { root } from './stack/settings.ts';

/** Printable characters of ASCII and Latin-1, and the punctuation of a typeset page. */
const characters = [...codePoints(0x20, 0x7e), ...codePoints(0xa0, 0xff), ...'–—‘’“”„…•€−×→'].join(
  '',
);

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
    const font = await subsetFont(await readFile(resolve(file)), characters, {
      targetFormat: 'woff2',
      variationAxes: axes,
    });
    await writeFile(join(folder, `${family}.woff2`), font);
    console.log(`${family}.woff2: ${font.length} bytes`);
  }
});

function codePoints(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) =>
    String.fromCodePoint(first + index),
  );
}
