import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { compressQuickly, isCompressible } from '../publisher/compress.ts';
import { planAll } from '../publisher/plan-pages.ts';
import { storedAs } from '../publisher/release-paths.ts';
import { FileTable, type ReleaseFile } from '../publisher/releases/file-table.ts';
import { createObjectStore } from '../publisher/releases/object-store.ts';
import { createRenderer } from '../publisher/renderer.ts';
import { createSiteServer } from '../publisher/serving/site-server.ts';
import type { Content } from '../src/content/content.ts';
import { readDemoContent } from './demo-content.ts';

/** What `astro build` has made of the code: the bundle that renders pages, and their assets. */
const builtCode = join(import.meta.dirname, '..', '.renderer');
export const assetsFolder = join(builtCode, 'assets');

/**
 * Renders the demo content by the built code, as the publisher does; the bytes of each file by its path.
 * @param changed other content in its place
 */
export async function renderDemoSite(
  siteUrl: string,
  changed?: Content,
): Promise<Map<string, Uint8Array>> {
  const content = changed ?? (await readDemoContent());
  const renderer = await createRenderer({
    bundleFolder: join(builtCode, 'bundle'),
    siteUrl,
    deadline: 20_000,
  });
  try {
    await renderer.use(content);
    const files = new Map<string, Uint8Array>();
    for (const path of planAll(content, []).render) {
      const rendered = await renderer.render(path);
      files.set(storedAs(path, rendered), rendered.body);
    }
    return files;
  } finally {
    await renderer.close();
  }
}

/** The demo site behind the publisher's own server, as visitors get it. */
export interface DemoSite {
  url: string;
  /** Every rendered file by its path, such as `es/index.html`. */
  files: ReadonlyMap<string, Uint8Array>;
  close(): Promise<void>;
}

/** @param changed other content in its place */
export async function serveDemoSite(changed?: Content): Promise<DemoSite> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-demo-'));
  const objects = createObjectStore(folder);
  const files = await renderDemoSite('https://site.example', changed);
  const stored = new Map<string, ReleaseFile>();
  for (const [name, bytes] of [...files, ...(await readAssets())]) {
    stored.set(name, objects.put(bytes));
    if (!isCompressible(name)) continue;
    for (const [suffix, variant] of Object.entries(await compressQuickly(bytes)))
      stored.set(name + suffix, objects.put(variant));
  }
  const { server, use } = createSiteServer(objects, (message) => console.warn(message));
  use({ ...noRelease, files: FileTable.empty.with(stored) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    files,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

/** What a release says of itself, which the pages do not show. */
const noRelease = {
  id: '00000001-g1',
  origin: '00000001-g1',
  generation: 1,
  changeId: 'demo',
  codeVersion: 'demo',
  contentHash: '',
  time: '2026-01-01T00:00:00.000Z',
  landingPages: 0,
  retired: {},
  isFinished: false,
};

export async function readAssets(): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(assetsFolder, { recursive: true, withFileTypes: true });
  const assets = new Map<string, Uint8Array>();
  for (const entry of entries.filter((item) => item.isFile())) {
    const path = join(entry.parentPath, entry.name);
    assets.set(relative(assetsFolder, path), await readFile(path));
  }
  return assets;
}
