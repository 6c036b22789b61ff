import { findRoute } from '../src/content/routes.ts';
import { shareImageOf, shareImagePath } from '../src/share-image/share-image.ts';
import type { ContentState } from './content-state.ts';
import { planAll, planChanged } from './plan-pages.ts';
import type { RunContext } from './publish-run.ts';
import { fileOf, filesAt, isAnswered, pathsOf, redirectFiles } from './release-paths.ts';
import type { PageRun, RenderedPages } from './render-pages.ts';
import { type ChangedFiles, storePage } from './store-files.ts';

/** What rendering needs of a run, which puts the pages into `files`. */
export function createPageRun(
  { renderer, releases, lastGood, guard, state, codeVersion }: RunContext,
  known: ContentState,
  files: ChangedFiles,
): PageRun {
  const { live } = state;
  const { content, pending, held } = known;
  const isLive = (path: string) =>
    findRoute(content, path)?.kind === 'redirect'
      ? redirectFiles(path).some((file) => live?.files.has(file))
      : (live?.files.has(fileOf(path)) ?? false);
  const discard = (path: string) => {
    for (const file of filesAt(path)) files.delete(file);
  };
  /** Pages whose entries are faulty and of which nobody has a good version but the live file. */
  const mustStay = () =>
    new Set([...held.values()].flatMap((each) => (each.isUnknown ? (each.lastAt ?? []) : [])));
  return {
    keeper: { state: known, renderer, lastGood, guard },
    index: state,
    isLive,
    isCodeProven: live === undefined || live.codeVersion === codeVersion,
    isAllKnown: live === undefined || lastGood.isComplete(),
    plan: () => {
      const { render, remove } = pending.isEverything
        ? planAll(content, pathsOf(live))
        : planChanged(content, pending, state.reads, (path) => isAnswered(live, path));
      const staying = mustStay();
      return { render, remove: remove.filter((path) => !staying.has(path)) };
    },
    readLive: async (path) => {
      for (const name of [fileOf(path), ...redirectFiles(path)]) {
        const file = live?.files.get(name);
        if (file !== undefined) return releases.findAgain(name, file);
      }
      return undefined;
    },
    store: (path, page) => {
      discard(path);
      return storePage({ releases, live, files }, path, page);
    },
    discard,
  };
}

/** Remembers to draw the images of pages that the live release does not have. */
export function noteShareImages(
  { live, undrawn }: RunContext['state'],
  { content }: ContentState,
  { findings }: RenderedPages,
): void {
  for (const [path, { isStored }] of findings) {
    const route = isStored ? findRoute(content, path) : undefined;
    if (route === undefined || route.kind === 'redirect') continue;
    const image = shareImageOf(route);
    const name = shareImagePath(image).slice(1);
    if (!live?.files.has(name)) undrawn.set(name, image);
  }
}
