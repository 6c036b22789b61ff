import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoSite, serveDemoSite } from './demo-site.ts';
import { provideTools, toolsFolder } from './tools.ts';

let site: DemoSite;

beforeAll(async () => {
  site = await serveDemoSite();
});
afterAll(() => site.close());

test('the Nu HTML checker finds no error in any page', async () => {
  if (spawnSync('java', ['-version']).error)
    throw new Error(
      'Could not check the HTML of the pages: the Nu HTML checker needs Java 11 or newer. Install it (on Debian: apt-get install default-jre-headless) and run the test again.',
    );
  await provideTools();
  const jar = join(toolsFolder, 'node_modules', 'vnu-jar', 'build', 'dist', 'vnu.jar');
  const result = await execa(
    'java',
    ['-jar', jar, '--skip-non-html', '--format', 'json', '--exit-zero-always', site.folder],
    { all: true },
  );
  const { messages } = JSON.parse(result.stderr) as {
    messages: { type: string; url: string; lastLine: number; message: string; extract?: string }[];
  };
  const errors = messages.filter(({ type }) => type !== 'info');
  expect(errors.map(({ url, message, extract }) => `${url}: ${message} ${extract}`)).toEqual([]);
});
