import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'node-html-parser';
import {
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import sirv from 'sirv';
import { onTestFinished } from 'vitest';
import type { CmsAddress } from '../../cms/tests/harness/test-cms.ts';
import '../../cms/tests/harness/provided.ts';

export interface BuiltSite {
  folder: string;
  read(path: string): Promise<string>;
  /** The words of a page, as a reader sees them. */
  textOf(path: string): Promise<string>;
  output: string;
}

export const publicSiteUrl = 'https://site.example';

/** Runs `astro build` as `npm run build` does, into a folder of its own. */
export async function buildSite(cms: Pick<CmsAddress, 'url' | 'siteToken'>): Promise<BuiltSite> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-site-'));
  const result = await runBuild(cms, folder);
  if (result.failed) throw new Error(result.all);
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  return {
    folder,
    read,
    output: result.all,
    textOf: async (path) => parse(await read(path)).querySelector('body')?.structuredText ?? '',
  };
}

/** The build alone, for tests of how it fails. */
export function runBuild(
  { url, siteToken }: Pick<CmsAddress, 'url' | 'siteToken'>,
  folder: string,
) {
  return execa('astro', ['build', '--outDir', folder], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      CMS_URL: url,
      SITE_TOKEN: siteToken,
      PUBLIC_SITE_URL: publicSiteUrl,
      NODE_ENV: 'production',
    },
    preferLocal: true,
    localDir: join(import.meta.dirname, '..', '..'),
    all: true,
    reject: false,
  });
}

/** Serves a folder as a static host does; returns its address. Ends with the test. */
export async function serve(folder: string): Promise<string> {
  return listen(createServer(sirv(folder, { dev: true })));
}

export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

/** How the browser of the tests is started. */
const ofBrowser: LaunchOptions = {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** A page in a real Chromium; `problems` collects what the console and the page complain about. */
export async function openBrowser(options: BrowserContextOptions = {}, launch: LaunchOptions = {}) {
  const browser = await chromium.launch({ ...launch, ...ofBrowser });
  onTestFinished(() => browser.close());
  return watchPage(await (await browser.newContext(options)).newPage());
}

/** The same of a browser in whose settings no address may store anything, cookies included. */
export async function openBrowserWithoutStorage(options: BrowserContextOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-browser-'));
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  await mkdir(join(folder, 'Default'));
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(settings));
  const context = await chromium.launchPersistentContext(folder, { ...options, ...ofBrowser });
  onTestFinished(async () => {
    await context.close();
    await remove(folder);
  });
  return watchPage(await context.newPage());
}

function watchPage(page: Page) {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  return { page, problems };
}

export const remove = (folder: string) => rm(folder, { recursive: true, force: true });
