import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createControlServer } from './control-server.ts';
import { createMetrics } from './metrics.ts';
import type { PublisherState, RunContext } from './publish-run.ts';
import { startPublisher } from './publisher.ts';
import { createReleaseStore, hashOf, type Manifest, type ReleaseStore } from './releases.ts';
import { createRenderer } from './renderer.ts';
import { readPublisherSettings } from './settings.ts';
import { createSiteServer } from './site-server.ts';

/* The publisher as a process: puts the parts together, serves, and ends in order. */

const settings = readPublisherSettings(process.env);
const logger = pino({ name: 'publisher' });
const codeFolder = fileURLToPath(new URL('../.renderer/', import.meta.url));
const bundleFolder = join(codeFolder, 'bundle');

await mkdir(settings.folder, { recursive: true });
const releases = createReleaseStore(settings.folder, settings.releasesKept);
const site = createSiteServer(releases);
const live = await newestWhole(releases);
if (live !== undefined) {
  await releases.switchTo(live.release);
  await site.use(live);
}
site.server.listen(settings.sitePort);
await once(site.server, 'listening');

const renderer = await createRenderer({
  bundleFolder,
  siteUrl: settings.siteUrl,
  deadline: 10_000,
});
const state: PublisherState = {
  ...(live ? { live } : {}),
  livePaths: new Set(),
  reads: new Map(),
  blocked: new Map(),
};
const context: RunContext = {
  source: {
    cmsUrl: settings.cmsUrl,
    token: settings.siteToken,
    mediaFolder: join(settings.folder, 'media-cache'),
    warn: (message) => logger.warn(message),
  },
  renderer,
  releases,
  state,
  fixedPaths: ['/404/', '/sitemap.xml', '/robots.txt', '/llms.txt'],
  assetsFolder: join(codeFolder, 'assets'),
  shareFolder: join(settings.folder, 'share-cache'),
  codeVersion: await versionOf(bundleFolder),
  largestLoss: settings.largestLoss,
  onSwitched: async (manifest) => {
    await site.use(manifest);
    await confirm(manifest);
  },
};
const publisher = startPublisher(context, logger);
const metrics = createMetrics();
publisher.subscribe(metrics.observe);
const control = createControlServer({ publisher, metrics, keys: settings.keys });
control.listen(settings.controlPort, '127.0.0.1');
logger.info({ site: settings.sitePort, control: settings.controlPort }, 'ready');

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    control.close();
    site.server.close();
    control.closeAllConnections();
    site.server.closeAllConnections();
    await publisher.close();
    process.exit(0);
  });

/** The live release if it is whole, else the newest that is. */
async function newestWhole(store: ReleaseStore): Promise<Manifest | undefined> {
  const current = await store.currentRelease();
  const candidates = [...(current ? [current] : []), ...(await store.list()).toReversed()];
  for (const release of candidates)
    if (await store.isWhole(release)) return store.readManifest(release);
  return undefined;
}

/** Asks the live site itself which release it shows. */
async function confirm(manifest: Manifest): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${settings.sitePort}/release.json`);
  const { release } = (await response.json()) as { release: string };
  if (release !== manifest.release)
    throw new Error(`The live site shows ${release} instead of ${manifest.release}.`);
}

/** Names the code by the hash of its bundle. */
async function versionOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hashes = await Promise.all(files.map(async (file) => hashOf(await readFile(file))));
  return hashOf(Buffer.from(hashes.join('\n'))).slice(0, 12);
}
