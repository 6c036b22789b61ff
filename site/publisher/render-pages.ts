import { type ContentIssue, describeIssue } from '@lectern/shared-types';
import { checkPage } from './check-page.ts';
import type { ReadIndex } from './plan-pages.ts';
import type { Renderer } from './renderer.ts';

/** A page that stays at its last good version, and why. */
export interface BlockedPage {
  path: string;
  reasons: string[];
  /** Faulty entries that the page shows. */
  issues: ContentIssue[];
}

export interface RenderedPages {
  pages: Map<string, Uint8Array>;
  blocked: BlockedPage[];
}

interface RenderOptions {
  renderer: Renderer;
  paths: readonly string[];
  reads: ReadIndex;
  blocked: ReadonlyMap<string, ContentIssue[]>;
  exists: (path: string) => boolean;
}

/** Renders pages and looks each one over; one that is not right is left out and explained. */
export async function renderPages(options: RenderOptions): Promise<RenderedPages> {
  const { renderer, paths, reads, exists } = options;
  const pages = new Map<string, Uint8Array>();
  const blocked: BlockedPage[] = [];
  for (const path of paths) {
    try {
      const rendered = await renderer.render(path);
      recordReads(reads, path, rendered.reads);
      const issues = rendered.reads.flatMap((key) => options.blocked.get(key) ?? []);
      const faults = path.endsWith('/') ? checkPage(textOf(rendered.body), exists) : [];
      const reasons = [...issues.map(describeIssue), ...faults];
      if (reasons.length === 0) pages.set(path, rendered.body);
      else blocked.push({ path, reasons, issues });
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      blocked.push({ path, reasons: [`It could not be rendered: ${cause}`], issues: [] });
    }
  }
  return { pages, blocked };
}

function recordReads(index: ReadIndex, path: string, keys: readonly string[]): void {
  for (const key of keys) {
    const pages = index.get(key);
    if (pages === undefined) index.set(key, new Set([path]));
    else pages.add(path);
  }
}

const decoder = new TextDecoder();
const textOf = (bytes: Uint8Array) => decoder.decode(bytes);
