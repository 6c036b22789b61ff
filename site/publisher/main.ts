import './thread-pool.ts';
import { EventEmitter, once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createMediaCache } from '../src/cms/media-cache.ts';
import { createCandidate } from './candidate/candidate.ts';
import { createCheckRoutes } from './candidate/check-routes.ts';
import { followContent } from './candidate/followed-content.ts';
import { isPending } from './content-state.ts';
import { createControlServer } from './control-server.ts';
import { openDataFolder } from './data-folder.ts';
import { createFindBytes } from './find-bytes.ts';
import { createLossGuard } from './guard-loss.ts';
import { createHostCheck } from './known-hosts.ts';
import { openLastGood } from './last-good.ts';
import { createMetrics } from './metrics.ts';
import { createPreview } from './preview/preview.ts';
import type { RunContext } from './publish-run.ts';
import { startPublisher } from './publisher.ts';
import type { PublisherState } from './publisher-state.ts';
import { fileOf, isAnswered } from './release-paths.ts';
import { hashOf } from './releases/file-table.ts';
import type { Release } from './releases/release.ts';
import { createReleaseStore, type ReleaseStore } from './releases/release-store.ts';
import { createRenderer } from './renderer.ts';
import { createSiteServer } from './serving/site-server.ts';
import { type PreviewSettings, readPublisherSettings } from './settings.ts';
import { createShownEntries, findShowingPages } from './shown-entries.ts';
import { faultsOfEntry, noFaults } from './site-faults.ts';
import { findStorageFault } from './storage-fault.ts';
import type { DamageReports } from './verify-live.ts';

/* The publisher as a process: puts the parts together, serves, and ends in order. */

const settings = readPublisherSettings(process.env);
const logger = pino({ name: 'publisher' });
const warn = (message: string) => logger.warn(message);
const codeFolder = fileURLToPath(new URL('../.renderer/', import.meta.url));
const bundleFolder = join(codeFolder, 'bundle');

const ending = new AbortController();
const { lock, ensureWritable } = openDataFolder(settings, warn, ending.signal);
// What was published is served from a disk that is full, too, or that can only be read.
const obstacle: unknown = await ensureWritable().catch((error: unknown) => {
  if (findStorageFault(error) === undefined) throw error;
  return error;
});
const reports: DamageReports = new EventEmitter();
const reportDamage = (paths: readonly string[]) => void reports.emit('found', paths);
const shareFolder = join(settings.folder, 'share-cache');
const mediaFolder = join(settings.folder, 'media-cache');
const assetsFolder = join(codeFolder, 'assets');
let running: RunContext | undefined;
const releases = createReleaseStore(settings.folder, lock, {
  findElsewhere: createFindBytes(() => running, {
    '': assetsFolder,
    'media/': mediaFolder,
    'share/': shareFolder,
  }),
  onLost: reportDamage,
  warn,
});
const site = createSiteServer(releases.objects, warn, (path, file) => {
  reportDamage([path]);
  return releases.findAgain(path, file);
});
// Served before anything is looked through: a visitor who waits sees less than one who gets a page.
const live = await releases.recover();
if (live === undefined && obstacle !== undefined) throw obstacle;
if (live !== undefined) site.use(live, await otherReleases(releases, live));
site.server.listen(settings.sitePort);
await once(site.server, 'listening');

const startRenderer = () =>
  createRenderer({ bundleFolder, siteUrl: settings.siteUrl, deadline: 10_000 });
const codeVersion = await versionOf(bundleFolder);
/** Drafts are rendered by the code that the live pages were made with, or not at all. */
const startDraftRenderer = async () => {
  if ((await versionOf(bundleFolder)) !== codeVersion)
    throw new Error('The code of the site was built anew since the publisher started. Restart it.');
  return startRenderer();
};
const followed = followContent(await startRenderer(), startDraftRenderer);
const state: PublisherState = {
  ...(live ? { live } : {}),
  reads: new Map(),
  anchors: new Map(),
  shown: createShownEntries(),
  shadowed: [],
  faulty: new Map(),
  faults: noFaults,
  unfinished: new Set(live && !live.isFinished ? compressedFiles(live) : []),
  undrawn: new Map(),
};
const media = createMediaCache({
  cmsUrl: settings.cmsUrl,
  folder: mediaFolder,
  patience: 2_000,
  onLoaded: () => publisher.wake(),
});
const lastGood = openLastGood(join(settings.folder, 'last-good.db'), warn);
const context: RunContext = {
  source: {
    cmsUrl: settings.cmsUrl,
    token: settings.siteToken,
    media,
    deadline: settings.readDeadline,
    warn,
  },
  renderer: followed.live,
  releases,
  lastGood,
  guard: createLossGuard(lastGood, settings.largestLoss),
  state,
  assetsFolder,
  codeVersion,
  ensureWritable,
  onSwitched: (release) => site.use(release),
};
running = context;
const options = { ...settings, shareFolder, reports };
const publisher = startPublisher(context, options, logger);
const metrics = createMetrics();
publisher.subscribe(metrics.observe);
const isLive = (path: string) => isAnswered(state.live, path);
const { siteUrl, keys } = settings;
const drafts = settings.preview && createDrafts(settings.preview);
const routes = createCheckRoutes({
  keys,
  candidate: drafts?.candidate,
  describeEntry: (type, documentId, locales) => ({
    pages: findShowingPages({ ...state, isLive, siteUrl }, type, documentId, locales),
    blocked: faultsOfEntry(state, type, documentId, locales),
  }),
});
const isKnownHost = createHostCheck([settings.controlUrl]);
const control = createControlServer({ publisher, metrics, keys, routes, isKnownHost, warn });
control.listen(settings.controlPort, settings.controlHost);
drafts?.preview.server.listen(settings.preview?.port, settings.controlHost);
logger.info({ site: settings.sitePort, control: settings.controlPort }, 'ready');

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(0));
lock.lost.then(() => {
  logger.fatal('Another publisher has taken over; this one ends.');
  return end(1);
});

async function end(code: number): Promise<void> {
  ending.abort();
  control.close();
  control.closeAllConnections();
  await drafts?.preview.close();
  await drafts?.candidate.close();
  // The site last: what the publisher is at ends with a look at it.
  await publisher.close();
  media.close();
  lastGood.close();
  site.server.close();
  site.server.closeAllConnections();
  await lock.release();
  process.exit(code);
}

/** What reads drafts: previews, and checks of what publishing one would block. */
function createDrafts(preview: PreviewSettings) {
  const { cmsUrl, readDeadline: deadline } = settings;
  const site = { cmsUrl, deadline, warn };
  const source = { ...site, token: preview.token, status: 'DRAFT' } as const;
  const folder = join(preview.folder, 'candidate-media');
  const media = createMediaCache({ cmsUrl, folder, patience: 5_000, isPassing: true });
  const ofCandidates = { ...source, media };
  const live = () => {
    const { content, live: release, reads, anchors } = state;
    const isHeldUp = ['pinned', 'failing'].includes(publisher.status().state);
    return {
      isSettled: isHeldUp || (content !== undefined && !isPending(content.pending)),
      media: content?.media ?? new Map(),
      reads,
      anchors,
      isLive: (path: string) => isAnswered(release, path),
      readPage: async (path: string) =>
        release?.files.has(fileOf(path)) ? releases.readFile(release, fileOf(path)) : undefined,
    };
  };
  return {
    preview: createPreview(preview, source, startDraftRenderer, context.assetsFolder),
    candidate: createCandidate({ source: ofCandidates, siteUrl, followed, live }),
  };
}

async function otherReleases(store: ReleaseStore, live: Release): Promise<Release[]> {
  const ids = (await store.list()).filter((id) => id !== live.id).toReversed();
  const read = await Promise.all(ids.map((id) => store.read(id).catch(() => undefined)));
  return read.filter((release) => release !== undefined);
}

function compressedFiles({ files }: Release): string[] {
  return files.paths().filter((name) => files.has(`${name}.br`));
}

/** Names the code by the hash of its bundle. */
async function versionOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hashes = await Promise.all(files.map(async (file) => hashOf(await readFile(file))));
  return hashOf(hashes.join('\n')).slice(0, 12);
}
