import type { PublisherStatus } from '@lectern/shared-types';

/** Why the site as a whole does not follow the CMS; null while it does. */
export function hindranceOf(status: PublisherStatus | undefined): string | null {
  if (status?.state === 'pinned')
    return 'The site was put back to an earlier release and stays there until whoever runs it lets it go on.';
  return status?.failure?.message ?? null;
}
