import { type ContentIssue, describeIssue } from '@lectern/shared-types';
import { checkPage } from './check-page.ts';
import { addressKey, type ReadIndex } from './plan-pages.ts';
import type { Rendered, Renderer } from './renderer.ts';

/** A page that stays at its last good version, and why. */
export interface BlockedPage {
  path: string;
  reasons: string[];
  /** Faulty entries that the page shows. */
  issues: ContentIssue[];
}

interface RenderOptions {
  renderer: Renderer;
  paths: readonly string[];
  reads: ReadIndex;
  /** Faults by the key of the entry that has them. */
  issues: ReadonlyMap<string, ContentIssue[]>;
  exists: (path: string) => boolean;
  /** Hash of the page as it is live, if it is. */
  keptHash: (path: string) => string | undefined;
  /** Takes a page that is right. */
  onPage: (path: string, page: Rendered) => void;
}

/** Renders pages and looks each one over; one that is not right is left out and explained. */
export async function renderPages(options: RenderOptions): Promise<BlockedPage[]> {
  const { renderer, paths, keptHash, onPage } = options;
  const blocked: BlockedPage[] = [];
  const renderOne = (path: string | undefined) =>
    path === undefined
      ? undefined
      : renderer.render(path, keptHash(path)).catch((error: unknown) => toError(error));

  let next = renderOne(paths[0]);
  for (const [index, path] of paths.entries()) {
    const rendered = await next;
    // The thread renders the next page while this one is looked over.
    next = renderOne(paths[index + 1]);
    if (rendered === undefined) continue;
    if (rendered instanceof Error) {
      const reasons = [`It could not be rendered: ${rendered.message}`];
      blocked.push({ path, reasons, issues: [] });
      continue;
    }
    const fault = lookOver(path, rendered, options);
    if (fault === undefined) onPage(path, rendered);
    else blocked.push(fault);
  }
  return blocked;
}

const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

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
  return reasons.length === 0 ? undefined : { path, reasons, issues };
}

const decoder = new TextDecoder();
