import { type ContentIssue, describeIssue } from '@lectern/shared-types';
import pMap from 'p-map';
import { checkPage } from './check-page.ts';
import { addressKey, type ReadIndex } from './plan-pages.ts';
import type { Rendered, Renderer } from './renderer.ts';

/** A page that stays at its last good version, and why. */
export interface BlockedPage {
  path: string;
  reasons: string[];
  /** Document ids of the entries that it is about. */
  entries: string[];
}

interface RenderOptions {
  renderer: Renderer;
  paths: readonly string[];
  reads: ReadIndex;
  /** Faults by the key of the entry that has them. */
  issues: ReadonlyMap<string, ContentIssue[]>;
  exists: (path: string) => boolean;
  /** Document ids of the entries that may be why a page cannot be rendered any more. */
  suspects: (path: string) => string[];
  /** Takes a page that is right. */
  onPage: (path: string, page: Rendered) => Promise<void>;
}

/** Pages that are stored at once, while others are rendered. */
const concurrency = 4;

/** Renders pages and looks each one over; one that is not right is left out and explained. */
export async function renderPages(options: RenderOptions): Promise<BlockedPage[]> {
  const blocked: BlockedPage[] = [];
  const finish = async ([path, rendered]: [string, Rendered | Error]) => {
    const fault =
      rendered instanceof Error
        ? failedPage(path, rendered, options)
        : lookOver(path, rendered, options);
    if (fault !== undefined) blocked.push(fault);
    else await options.onPage(path, rendered as Rendered);
  };
  await pMap(renderAll(options), finish, { concurrency });
  return blocked;
}

/** One page after the other; the thread renders the next one while this one is looked over. */
async function* renderAll({
  renderer,
  paths,
}: RenderOptions): AsyncGenerator<[string, Rendered | Error]> {
  const renderOne = (path: string | undefined) =>
    path === undefined
      ? undefined
      : renderer.render(path).catch((error: unknown) => toError(error));
  let next = renderOne(paths[0]);
  for (const [index, path] of paths.entries()) {
    const rendered = await next;
    next = renderOne(paths[index + 1]);
    if (rendered !== undefined) yield [path, rendered];
  }
}

const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

const failedPage = (path: string, error: Error, { suspects }: RenderOptions): BlockedPage => ({
  path,
  reasons: [`It could not be rendered: ${error.message}`],
  entries: suspects(path),
});

function lookOver(
  path: string,
  { body, reads }: Rendered,
  { reads: index, issues: known, exists }: RenderOptions,
): BlockedPage | undefined {
  const { faults, links } = path.endsWith('/')
    ? checkPage(decoder.decode(body), exists)
    : { faults: [], links: [] };
  for (const key of [...reads, ...links.map(addressKey)]) {
    const pages = index.get(key);
    if (pages === undefined) index.set(key, new Set([path]));
    else pages.add(path);
  }
  const issues = reads.flatMap((key) => known.get(key) ?? []);
  const reasons = [...issues.map(describeIssue), ...faults];
  if (reasons.length === 0) return undefined;
  return { path, reasons, entries: issues.map(({ documentId }) => documentId) };
}

const decoder = new TextDecoder();
