import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { renderDemoSite } from './demo-site.ts';
import { provideTools, toolsFolder } from './tools.ts';

/** Errors that the Nu HTML checker finds in files, each as a sentence. */
async function findErrors(files: Iterable<[string, string | Uint8Array]>): Promise<string[]> {
  if (spawnSync('java', ['-version']).error)
    throw new Error(
      'Could not check the HTML of the pages: the Nu HTML checker needs Java 11 or newer. Install it (on Debian: apt-get install default-jre-headless) and run the test again.',
    );
  await provideTools();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-html-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const jar = join(toolsFolder, 'node_modules', 'vnu-jar', 'build', 'dist', 'vnu.jar');
  const options = ['--skip-non-html', '--errors-only', '--format', 'json', '--exit-zero-always'];
  const { stderr } = await execa('java', ['-jar', jar, ...options, folder]);
  const { messages } = JSON.parse(stderr) as { messages: { url: string; message: string }[] };
  return messages.map(({ url, message }) => `${url}: ${message}`);
}

test('the Nu HTML checker finds no error in any page', async () => {
  const files = await renderDemoSite('https://site.example');
  const pages = [...files].filter(([name]) => name.endsWith('.html'));
  expect(pages.length).toBeGreaterThanOrEqual(9);
  expect(await findErrors(pages)).toEqual([]);
});

test('it would find one', async () => {
  const page = '<!doctype html><html lang="en"><title>A</title><p><div></div></p>';
  expect(await findErrors([['page.html', page]])).toEqual([
    expect.stringContaining('No “p” element in scope but a “p” end tag seen.'),
  ]);
});
