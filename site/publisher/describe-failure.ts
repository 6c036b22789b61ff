import type { PublisherStatus } from '@lectern/shared-types';
import { ContentReadError } from '../src/cms/errors.ts';
import { explainStorageFault } from './storage-fault.ts';

type Failure = Pick<NonNullable<PublisherStatus['failure']>, 'reason' | 'message'>;

/** Why the site is behind, for the status and the log. @param folder where releases are kept */
export function describeFailure(error: unknown, folder: string): Failure {
  if (error instanceof ContentReadError) return { reason: error.reason, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { reason: 'failed', message: explainStorageFault(error, folder) ?? message };
}
