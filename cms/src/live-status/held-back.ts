import { contentTypeOf } from '@lectern/shared-types';
import { askPublisher } from './ask-publisher';

/** A change that the site can show, as far as it says what it is about. */
interface About {
  type: string;
  entryId: string | null;
  localeCode: string | null;
}

/**
 * Whether visitors may still see an older version of what a change is about. When the publisher
 * cannot say it may be so.
 */
export async function isHeldBack(
  publisherUrl: string,
  { type: uid, entryId, localeCode }: About,
): Promise<boolean> {
  const type = contentTypeOf(uid);
  if (type === undefined || entryId === null) return false;
  const answer = await askPublisher(publisherUrl, type, entryId, localeCode);
  return 'error' in answer || answer.blocked.some(({ isHeld }) => isHeld);
}
