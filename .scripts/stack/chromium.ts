import { execa } from 'execa';
import { chromium } from 'playwright-core';
import { findProgram, isExecutable } from './find-program.ts';

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

const find = () =>
  findProgram(names, [
    process.env.CHROMIUM_PATH,
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]);
