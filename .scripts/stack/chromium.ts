import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Path of a Chromium: the one CHROMIUM_PATH names, one on the PATH, or one installed now.
 * @throws Error that says how to install one by hand
 */
export async function provideChromium(): Promise<string> {
  const found = await find();
  if (found !== undefined) return found;
  const options = { preferLocal: true, reject: false } as const;
  await execa('playwright-core', ['install', 'chromium', '--with-deps'], options);
  if (await isExecutable(chromium.executablePath())) return chromium.executablePath();
  if (process.getuid?.() === 0) {
    await execa('apt-get', ['update'], options);
    await execa('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
  }
  const installed = await find();
  if (installed !== undefined) return installed;
  throw new Error(
    'Could not find or install a Chromium for the browser tests. Install one and set CHROMIUM_PATH to it.',
  );
}

async function find(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    ...(process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  for (const path of candidates) if (await isExecutable(path)) return path;
  return undefined;
}

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
