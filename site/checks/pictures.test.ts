import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { baselineVersion, findDifference, majorOf } from './compare-pictures.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';
import { pictures, takePictures } from './pictures.ts';

/** Pictures that differ are kept here, to be looked at. */
const artefacts = join(import.meta.dirname, '..', 'tests', '.artefacts');
let site: DemoSite;

beforeAll(async () => {
  site = await serveDemoSite();
});
afterAll(() => site.close());

test('the landing page looks as it did, in every language, theme and width', async () => {
  const taken = new Map<string, Buffer>();
  const { chromiumVersion } = await takePictures(site.url, pictures, async ({ name }, png) => {
    taken.set(name, png);
  });
  const baseline = await baselineVersion();
  const isSameBrowser = majorOf(chromiumVersion) === baseline;
  const differences: string[] = [];
  await rm(artefacts, { recursive: true, force: true });
  for (const [name, png] of taken) {
    const difference = await findDifference(name, png, isSameBrowser);
    if (difference === undefined) continue;
    differences.push(difference);
    await mkdir(artefacts, { recursive: true });
    await writeFile(join(artefacts, `${name}.png`), png);
  }
  expect(
    differences,
    `Baselines are from Chromium ${baseline}, this is ${chromiumVersion}. The pictures are in ${artefacts}. Where they are as they should be, run "npm run screenshots -- --accept".`,
  ).toEqual([]);
});

test.each([
  ['a colour that is a little off', ':root { --accent: #007a56 }'],
  ['a price in other letters', '.price strong { letter-spacing: 0 }'],
  ['a section one pixel lower', 'section { padding-top: 25px }'],
  ['a corner that is rounded', '.button { border-radius: 6px }'],
])('a picture shows %s', async (_, style) => {
  const one = pictures.filter(({ name }) => name === 'en-1280-light');
  const differences: (string | undefined)[] = [];
  const onPicture = async ({ name }: { name: string }, png: Buffer) => {
    differences.push(await findDifference(name, png, true));
  };
  await takePictures(site.url, one, onPicture, style);
  expect(differences).toEqual([expect.stringContaining('% of it differ')]);
});
