import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Content } from '../src/content/content.ts';
import { createRenderer } from './renderer.ts';

/** The renderer with a bundle whose pages do what their names say. */
async function rendererOf() {
  const bundleFolder = await mkdtemp(join(tmpdir(), 'lectern-bundle-'));
  await writeFile(join(bundleFolder, 'renderer.json'), '{"entry":"entry.mjs"}');
  await writeFile(
    join(bundleFolder, 'entry.mjs'),
    `export const manifest = { routes: [{ routeData: { prerender: true, pattern: /./, params: [] } }] };
     export function render(request) {
       const { pathname } = new URL(request.url);
       if (pathname === '/crash/') throw new Error('the entry "Odd" has no steps');
       while (pathname === '/endless/') {}
       return new Response(pathname + Reflect.get(globalThis, Symbol.for('lectern.content')).generation);
     }`,
  );
  const renderer = await createRenderer({
    bundleFolder,
    siteUrl: 'https://site.example',
    deadline: 10_000,
  });
  onTestFinished(async () => {
    await renderer.close();
    await rm(bundleFolder, { recursive: true });
  });
  const content = { generation: 1, locales: new Map(), redirects: new Map(), addresses: new Map() };
  await renderer.use(content as Content);
  return { renderer, content };
}

const textOf = ({ body }: { body: Uint8Array }) => new TextDecoder().decode(body);

test('fault 29: a page that crashes is named by its error, and the next one is rendered', async () => {
  const { renderer } = await rendererOf();
  await expect(renderer.render('/crash/')).rejects.toThrow('the entry "Odd" has no steps');
  expect(textOf(await renderer.render('/fine/'))).toBe('/fine/1');
});

test('fault 29: a page that never ends is stopped at its deadline, and the next one is rendered', async () => {
  const { renderer } = await rendererOf();
  await expect(renderer.render('/endless/')).rejects.toThrow('longer than 10000 ms');
  expect(textOf(await renderer.render('/fine/'))).toBe('/fine/1');
});

test('pages that wait behind one that never ends are rendered all the same', async () => {
  const { renderer } = await rendererOf();
  const [endless, ...others] = ['/endless/', '/one/', '/two/'].map((path) => renderer.render(path));
  await expect(endless).rejects.toThrow('longer than 10000 ms');
  expect((await Promise.all(others)).map(textOf)).toEqual(['/one/1', '/two/1']);
});

test('after a restart of its thread the content is the one that was last followed', async () => {
  const { renderer, content } = await rendererOf();
  await renderer.update([], 2);
  content.generation = 2;
  await expect(renderer.render('/endless/')).rejects.toThrow('longer than');
  expect(textOf(await renderer.render('/fine/'))).toBe('/fine/2');
});
