import { compressWell, isCompressible } from '../publisher/compress.ts';
import type { ReleaseFile } from '../publisher/releases/file-table.ts';
import type { Release } from '../publisher/releases/release.ts';
import { createReleaseStore, type ReleaseStore } from '../publisher/releases/release-store.ts';
import { takeWriterLock } from '../publisher/releases/writer-lock.ts';
import type { Redirect } from '../src/content/content.ts';
import { updateContent } from '../src/content/update-content.ts';
import { readDemoContent } from './demo-content.ts';
import { readAssets, renderDemoSite } from './demo-site.ts';

/** Makes a release of the demo content in a folder, as the publisher does, and lets it be live. */
export async function releaseDemoSite(
  folder: string,
  redirects: readonly Pick<Redirect, 'from' | 'to' | 'permanent'>[],
): Promise<{ releases: ReleaseStore; release: Release; close(): Promise<void> }> {
  const lock = await takeWriterLock(folder, () => {});
  const releases = createReleaseStore(folder, lock);
  const content = await readDemoContent();
  const views = redirects.map((redirect, index) => ({
    locale: null,
    view: { ...redirect, documentId: `redirect${index}`, updatedAt: '' },
  }));
  const ids = new Set(views.map(({ view }) => view.documentId));
  updateContent(content, [{ type: 'Redirect', ids, views, issues: [] }], 1);
  const files = new Map<string, ReleaseFile>();
  const rendered = await renderDemoSite('https://site.example', content);
  for (const [name, bytes] of [...rendered, ...(await readAssets())]) {
    files.set(name, releases.objects.put(bytes));
    if (!isCompressible(name)) continue;
    for (const [suffix, variant] of Object.entries(await compressWell(bytes)))
      files.set(name + suffix, releases.objects.put(variant));
  }
  const release = await releases.create(undefined, {
    generation: 1,
    changeId: 'demo',
    codeVersion: 'demo',
    landingPages: 1,
    retired: {},
    isFinished: true,
    files,
  });
  await releases.switchTo(release);
  return { releases, release, close: lock.release };
}
