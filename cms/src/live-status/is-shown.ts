import type { ContentType, EntryPages } from '@lectern/shared-types';

/**
 * Whether visitors see what is published of an entry on some page; also where nobody can say it. A
 * redirect is seen by being followed.
 */
export const isShown = (type: ContentType, answer: EntryPages | { error: string }): boolean =>
  type === 'Redirect' || 'error' in answer || answer.pages.length > 0;
