import pMap from 'p-map';
import { type Blame, createBlame } from './blame.ts';
import type { Keeper, Touched } from './change-content.ts';
import { type Finding, lookOver } from './look-over.ts';
import { findLostLinks, movedAnchors } from './lost-links.ts';
import { placesIn } from './no-worse.ts';
import type { PageIndex } from './page-index.ts';
import { addressKey, hasPageAt, type PagePlan } from './plan-pages.ts';
import { renderAll } from './render-all.ts';
import type { Rendered } from './renderer.ts';

export interface PageRun {
  keeper: Keeper;
  index: PageIndex;
  /** The pages to render, and to remove, for what of the content is pending. */
  plan(): PagePlan;
  /** Whether a page is live where the content has one, or a redirect where it has a redirect. */
  isLive(path: string): boolean;
  /** What is live at a path, a page or a redirect; undefined when its bytes are nowhere. */
  readLive(path: string): Promise<Uint8Array | undefined>;
  /** Whether the live pages were made by this code: else it may be to blame rather than an entry. */
  isCodeProven: boolean;
  /** Whether the last good version of everything that is live is known. */
  isAllKnown: boolean;
  store(path: string, page: Rendered): Promise<void>;
  /** Takes back what was stored. */
  discard(path: string): void;
}

export interface RenderedPages {
  /** Everything that was rendered and stands at its path. */
  findings: ReadonlyMap<string, Finding>;
  remove: readonly string[];
}

/** Pages that are stored at once, while others are rendered. */
const concurrency = 4;

/**
 * Renders pages and looks each one over. Where one is not right the entry to blame is put back to its
 * last good version, and what depends on that is rendered anew, until every page is right or nothing
 * can be done about it: such a page stays as it is live, or is not shown.
 */
export async function renderPages(run: PageRun): Promise<RenderedPages> {
  const findings = new Map<string, Finding>();
  const discard = (path: string) => {
    findings.delete(path);
    run.discard(path);
  };
  /** What has looked at something that is different now has to be rendered anew. */
  const invalidate = ({ keys, addresses }: Touched) => {
    const changed = new Set([...keys, ...[...addresses].map(addressKey)]);
    const stale = new Set<string>();
    for (const [path, { reads }] of findings)
      if (addresses.has(path) || !reads.isDisjointFrom(changed)) stale.add(path);
    for (const [path, { reasons, links }] of findings)
      if (reasons.length > 0 && links.some((link) => stale.has(link.path))) stale.add(path);
    for (const path of stale) discard(path);
  };
  const blame = createBlame(run, findings, invalidate);
  /** Pages beside the plan, since a place that they link to has come or gone. */
  const readers = new Set<string>();

  for (;;) {
    // What one brings may be what another one waits for, in a circle too.
    while (await blame.tryAgain());
    const plan = run.plan();
    const isThere = hasPageAt(run.keeper.state.content);
    const wanted = new Set([...plan.render, ...[...readers].filter(isThere)]);
    for (const path of findings.keys()) if (!wanted.has(path)) discard(path);
    await renderMissing(run, wanted, findings, blame);
    if (await blame.holdCulprits()) continue;
    const moved = findMoved(run, findings);
    if (await blame.tryAgain(moved)) continue;
    if (addReaders(run, moved, wanted, readers)) continue;
    if (await blame.judge(findLost(run, findings))) continue;
    if (await blame.takeOutUnshown()) continue;
    return { findings, remove: plan.remove };
  }
}

async function renderMissing(
  run: PageRun,
  wanted: ReadonlySet<string>,
  findings: Map<string, Finding>,
  blame: Blame,
): Promise<void> {
  const { state, renderer } = run.keeper;
  const missing = [...wanted].filter((path) => !findings.has(path));
  const finish = async ([path, rendered]: [string, Rendered | Error]) => {
    const { content, held } = state;
    const surroundings = { content, held, reads: run.index.reads, isLive: run.isLive(path) };
    const finding = lookOver(path, rendered, surroundings);
    findings.set(path, finding);
    if (finding.reasons.length > 0) return blame.note(path, rendered);
    if (rendered instanceof Error) return;
    finding.isStored = true;
    await run.store(path, rendered);
  };
  await pMap(renderAll(renderer, missing, blame.isUrgent), finish, { concurrency });
}

/** Keys of the places that have come or gone on the pages that are stored. */
function findMoved({ index }: PageRun, findings: ReadonlyMap<string, Finding>): Set<string> {
  const moved = new Set<string>();
  for (const [path, { anchors, isStored }] of findings)
    if (isStored)
      for (const key of movedAnchors(path, index.anchors.get(path), anchors)) moved.add(key);
  return moved;
}

/** @returns whether there are any that were not asked for yet */
function addReaders(
  { index }: PageRun,
  moved: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
  readers: Set<string>,
): boolean {
  const before = readers.size;
  for (const key of moved)
    for (const path of index.reads.get(key) ?? []) if (!wanted.has(path)) readers.add(path);
  return readers.size > before;
}

/** Pages that are right but for links to places that other pages do not have. */
function findLost({ index }: PageRun, findings: ReadonlyMap<string, Finding>) {
  const placesOf = placesIn(index, findings);
  return [...findings].flatMap(([path, finding]) => {
    if (finding.reasons.length > 0) return [];
    const faults = findLostLinks(finding.links, placesOf);
    return faults.length > 0 ? [{ path, faults }] : [];
  });
}
