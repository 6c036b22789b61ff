import { findRoute } from '../src/content/routes.ts';
import { checkPage, type PageFault } from './check-page.ts';
import { existsIn } from './find-page-faults.ts';
import type { Finding } from './look-over.ts';
import { findLostLinks } from './lost-links.ts';
import type { PageIndex } from './page-index.ts';
import type { PageRun } from './render-pages.ts';

/**
 * Whether a page has no fault that the live one does not have, or a redirect leads where it did. It
 * may go live then: what others have published does not wait until somebody corrects a link whose
 * target has gone.
 */
export async function isNoWorse(
  { keeper: { state, renderer }, index, readLive }: PageRun,
  path: string,
  { faults }: Finding,
  findings: ReadonlyMap<string, Finding>,
): Promise<boolean> {
  const live = await readLive(path);
  if (live === undefined) return false;
  if (findRoute(state.content, path)?.kind === 'redirect')
    return Buffer.from(live).equals((await renderer.render(path)).body);
  const check = checkPage(new TextDecoder().decode(live), existsIn(state.content));
  const lost = findLostLinks(check.links, placesIn(index, findings));
  const known = new Set([...check.faults, ...lost].map(nameOf));
  return faults.every((fault) => known.has(nameOf(fault)));
}

/** Where links can lead to on each page, as it will be. */
export const placesIn =
  ({ anchors }: PageIndex, findings: ReadonlyMap<string, Finding>) =>
  (path: string): ReadonlySet<string> | undefined => {
    const finding = findings.get(path);
    return finding?.isStored ? finding.anchors : anchors.get(path);
  };

const nameOf = ({ href, text }: PageFault) => href ?? text;
