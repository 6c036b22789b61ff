import type { Content } from '../src/content/content.ts';
import { findRoute } from '../src/content/routes.ts';
import type { Pending } from './content-state.ts';
import type { ReadIndex } from './plan-pages.ts';

/**
 * Document ids of the entries that may be why a page cannot be rendered any more: those that have
 * changed since it could, else the landing page that stands there.
 */
export function findSuspects(
  path: string,
  content: Content,
  { keys }: Pick<Pending, 'keys'>,
  reads: ReadIndex,
): string[] {
  const changed = [...keys].filter((key) => reads.get(key)?.has(path));
  const ids = changed.flatMap((key) => key.split(' ')[2] ?? []);
  if (ids.length > 0) return [...new Set(ids)];
  const route = findRoute(content, path);
  return route?.kind === 'landing-page' ? [route.page.documentId] : [];
}
