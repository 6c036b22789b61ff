import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sirv from 'sirv';
import { planAll } from '../publisher/plan-pages.ts';
import { fileOf } from '../publisher/release-paths.ts';
import { createRenderer } from '../publisher/renderer.ts';
import { readDemoContent } from './demo-content.ts';

/** What `astro build` has made of the code: the bundle that renders pages, and their assets. */
const builtCode = join(import.meta.dirname, '..', '.renderer');
export const assetsFolder = join(builtCode, 'assets');

/** Renders the demo content by the built code, as the publisher does; the bytes of each file by its path. */
export async function renderDemoSite(siteUrl: string): Promise<Map<string, Uint8Array>> {
  const content = await readDemoContent();
  const renderer = await createRenderer({
    bundleFolder: join(builtCode, 'bundle'),
    siteUrl,
    deadline: 20_000,
  });
  try {
    await renderer.use(content);
    const files = new Map<string, Uint8Array>();
    for (const path of planAll(content, []).render)
      files.set(fileOf(path), (await renderer.render(path)).body);
    return files;
  } finally {
    await renderer.close();
  }
}

/** The demo site on a static host of its own. */
export interface DemoSite {
  url: string;
  /** Where its files are, for checks that read them. */
  folder: string;
  close(): Promise<void>;
}

export async function serveDemoSite(): Promise<DemoSite> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-demo-'));
  await cp(assetsFolder, folder, { recursive: true });
  for (const [name, bytes] of await renderDemoSite('https://site.example')) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  const server = createServer(sirv(folder, { maxAge: 3600 }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}
