import type { PublisherStatus } from '@lectern/shared-types';

/**
 * The content generation that the live site was seen to show; null when nothing is known for sure.
 * One beyond what the CMS has counted is of another history: the database was restored.
 */
export function confirmedGeneration(
  status: PublisherStatus | undefined,
  counted: number,
): number | null {
  const { liveGeneration = null } = status ?? {};
  return liveGeneration !== null && liveGeneration <= counted ? liveGeneration : null;
}
