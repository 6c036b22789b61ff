import type { PublisherStatus } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { changeIdAt } from '../api/publishing/content-generation';

/**
 * The content generation that the live site was seen to show; null when nothing is known for sure.
 * One that another change led to is of another history: the database was restored.
 */
export async function confirmedGeneration(
  strapi: Core.Strapi,
  status: PublisherStatus | undefined,
): Promise<number | null> {
  const { liveGeneration = null, liveChangeId = null } = status ?? {};
  if (liveGeneration === null) return null;
  return (await changeIdAt(strapi, liveGeneration)) === liveChangeId ? liveGeneration : null;
}
