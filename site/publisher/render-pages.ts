import type { BlockedPage, ContentIssue } from '@lectern/shared-types';
import pMap from 'p-map';
import type { Content } from '../src/content/content.ts';
import type { Link } from './check-page.ts';
import { existsIn, findPageFaults } from './find-page-faults.ts';
import { type AnchorIndex, findLostLinks, readersOfMoved } from './lost-links.ts';
import { toPageReasons } from './page-reasons.ts';
import { addressKey, anchorKey, type ReadIndex } from './plan-pages.ts';
import type { Rendered, Renderer } from './renderer.ts';

interface RenderOptions {
  renderer: Renderer;
  paths: readonly string[];
  reads: ReadIndex;
  anchors: AnchorIndex;
  /** Faults by the key of the entry that has them. */
  issues: ReadonlyMap<string, ContentIssue[]>;
  content: Content;
  /** Document ids of the entries that may be why a page cannot be rendered any more. */
  suspects: (path: string) => string[];
  /** Takes a page that is right by itself. */
  onPage: (path: string, page: Rendered) => Promise<void>;
  /** Takes back a page whose links lead to a place that another page does not have. */
  onRefused: (path: string) => void;
}

/** What became of one page. */
interface Finding {
  fault?: BlockedPage;
  /** Links to places on other pages. */
  links: Link[];
  anchors: ReadonlySet<string>;
}

/** Pages that are stored at once, while others are rendered. */
const concurrency = 4;

/**
 * Renders pages and looks each one over; one that is not right is left out and explained. Where a
 * place that links lead to has come or gone, the pages with these links are rendered as well.
 */
export async function renderPages(
  options: RenderOptions,
): Promise<{ rendered: string[]; blocked: BlockedPage[] }> {
  const { anchors, reads, renderer } = options;
  const findings = new Map<string, Finding>();
  const finish = async ([path, rendered]: [string, Rendered | Error]) => {
    const finding =
      rendered instanceof Error
        ? failedPage(path, rendered, options)
        : lookOver(path, rendered, options);
    findings.set(path, finding);
    if (finding.fault === undefined) await options.onPage(path, rendered as Rendered);
  };
  const rightPlaces = (path: string) => {
    const finding = findings.get(path);
    return finding?.fault === undefined ? finding?.anchors : undefined;
  };
  for (let paths = [...options.paths]; paths.length > 0; ) {
    await pMap(renderAll(renderer, paths), finish, { concurrency });
    const readers = paths.flatMap((path) => {
      const places = rightPlaces(path);
      return places ? readersOfMoved(path, anchors.get(path), places, reads) : [];
    });
    paths = [...new Set(readers)].filter((path) => !findings.has(path));
  }

  for (const [path, finding] of findings) {
    if (finding.fault !== undefined) continue;
    const lost = findLostLinks(finding.links, (to) => rightPlaces(to) ?? anchors.get(to));
    if (lost.length === 0) continue;
    const reasons = lost.map(({ text }) => text);
    finding.fault = { path, reasons, entries: options.suspects(path) };
    options.onRefused(path);
  }
  for (const [path, finding] of findings)
    if (finding.fault === undefined) anchors.set(path, finding.anchors);
  return {
    rendered: [...findings.keys()],
    blocked: [...findings.values()].flatMap(({ fault }) => fault ?? []),
  };
}

/** Pages that the thread is asked for ahead of those that are looked over. */
const ahead = 3;

/** One page after the other; the thread renders the next ones while one is looked over. */
async function* renderAll(
  renderer: Renderer,
  paths: readonly string[],
): AsyncGenerator<[string, Rendered | Error]> {
  const renderOne = (path: string) =>
    renderer.render(path).catch((error: unknown) => toError(error));
  const started = paths.slice(0, ahead).map(renderOne);
  for (const [index, path] of paths.entries()) {
    const rendered = await started.shift();
    const next = paths[index + ahead];
    if (next !== undefined) started.push(renderOne(next));
    if (rendered !== undefined) yield [path, rendered];
  }
}

const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

const nothing: Finding = { links: [], anchors: new Set() };

const failedPage = (path: string, error: Error, { suspects }: RenderOptions): Finding => ({
  ...nothing,
  fault: {
    path,
    reasons: [`It could not be rendered: ${error.message}`],
    entries: suspects(path),
  },
});

function lookOver(
  path: string,
  rendered: Rendered,
  { reads: index, issues: known, content }: RenderOptions,
): Finding {
  const found = findPageFaults(path, rendered, known, existsIn(content));
  const { links, anchors } = found;
  const looked = links.flatMap(({ path, anchor }) => [
    addressKey(path),
    ...(anchor === undefined ? [] : [anchorKey(path, anchor)]),
  ]);
  for (const key of [...rendered.reads, ...looked]) {
    const pages = index.get(key);
    if (pages === undefined) index.set(key, new Set([path]));
    else pages.add(path);
  }
  const reasons = toPageReasons(found, rendered.reads, content);
  const places = { links: links.filter(({ anchor }) => anchor !== undefined), anchors };
  if (reasons.length === 0) return places;
  const entries = reasons.flatMap(({ documentId }) => documentId ?? []);
  return { ...places, fault: { path, reasons: reasons.map(({ text }) => text), entries } };
}
