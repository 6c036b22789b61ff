import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';

/*
 * Baselines are kept at a quarter of their size: small enough for the repository, and what one
 * browser draws a little differently from the next averages out.
 */

const baselineFolder = join(import.meta.dirname, 'baselines');
const madeWith = join(baselineFolder, 'made-with.json');
const reduction = 4;

/** How much of a picture may differ, and by how much a colour has to differ to count (0 to 1). */
interface Tolerance {
  share: number;
  colour: number;
}

/** The same browser draws the same page the same way to the last pixel. */
const sameBrowser: Tolerance = { share: 0.0001, colour: 0.05 };
/** Another one draws letters differently, which moves nothing and changes no colour by much. */
const otherBrowser: Tolerance = { share: 0.005, colour: 0.1 };

const fileOf = (name: string) => join(baselineFolder, `${name}.png`);

/** A picture as baselines are kept. The same picture gives the same bytes. */
async function reduce(png: Buffer): Promise<Buffer> {
  const { width } = await sharp(png).metadata();
  return sharp(png)
    .resize({ width: width / reduction })
    .png({ palette: true, colours: 16, dither: 0, effort: 10 })
    .toBuffer();
}

export const keepBaseline = async (name: string, png: Buffer) =>
  writeFile(fileOf(name), await reduce(png));

/** Notes which Chromium the baselines are from. */
export const keepVersion = (chromiumVersion: string) =>
  writeFile(madeWith, `{ "chromium": "${chromiumVersion}" }\n`);

/** The Chromium that the baselines are from: its major version. */
export async function baselineVersion(): Promise<string> {
  return majorOf(JSON.parse(await readFile(madeWith, 'utf8')).chromium);
}

export const majorOf = (version: string) => version.split('.')[0] ?? '';

/**
 * What differs between a picture and its baseline, as a sentence; undefined when they are alike.
 * @param isSameBrowser whether the browser that the baseline is from took the picture
 */
export async function findDifference(
  name: string,
  png: Buffer,
  isSameBrowser: boolean,
): Promise<string | undefined> {
  const { share, colour } = isSameBrowser ? sameBrowser : otherBrowser;
  const baseline = await pixelsOf(await readFile(fileOf(name)));
  const taken = await pixelsOf(await reduce(png));
  const height = Math.min(baseline.height, taken.height);
  const size = baseline.width * height;
  const differing = pixelmatch(
    baseline.data.subarray(0, size * 4),
    taken.data.subarray(0, size * 4),
    undefined,
    baseline.width,
    height,
    { threshold: colour, includeAA: true },
  );
  const isAlike = Math.abs(baseline.height - taken.height) <= 1 && differing <= size * share;
  if (isAlike) return undefined;
  const grown = (taken.height - baseline.height) * reduction;
  return `${name}: ${((differing / size) * 100).toFixed(2)} % of it differ, at most ${share * 100} % may; it is ${grown} px taller.`;
}

async function pixelsOf(png: Buffer) {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
