import type { Content } from '../src/content/content.ts';
import { allRoutes, everyRoute } from '../src/content/routes.ts';

/** What has to happen to the pages of the live release. */
export interface PagePlan {
  render: string[];
  remove: string[];
}

/** Which page has looked at which entry, learned from rendering. */
export type ReadIndex = Map<string, Set<string>>;

/** Every page: after a start, new code, or a change that cannot be followed. */
export function planAll(
  content: Content,
  live: Iterable<string>,
  fixed: readonly string[],
): PagePlan {
  const wanted = [...allRoutes(content).keys(), ...fixed];
  const keep = new Set(wanted);
  return { render: wanted, remove: [...live].filter((path) => !keep.has(path)) };
}

/** The pages that have looked at what changed, the new ones, and those that are gone. */
export function planChanged(
  content: Content,
  changed: ReadonlySet<string>,
  reads: ReadIndex,
  live: ReadonlySet<string>,
  fixed: readonly string[],
): PagePlan {
  const routes = allRoutes(content);
  const exists = (path: string) => routes.has(path) || fixed.includes(path);
  // A list of all pages tells when each of them changed, too.
  const hasPageChanged = [...changed].some((key) => /^(LandingPage|Redirect) /.test(key));
  const keys = hasPageChanged ? [...changed, everyRoute] : [...changed];
  const render = new Set(keys.flatMap((key) => [...(reads.get(key) ?? [])]).filter(exists));
  for (const path of routes.keys()) if (!live.has(path)) render.add(path);
  return { render: [...render], remove: [...live].filter((path) => !exists(path)) };
}
