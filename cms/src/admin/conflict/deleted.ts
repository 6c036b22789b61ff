import { getFetchClient } from '@strapi/strapi/admin';
import type { DeletedEntry } from '../../history/contract';
import { toClock } from '../live-status/wording';

/** Stands for the answer that an entry is not there: says who has deleted it, and how to go on. */
export async function answerDeleted(documentId: string): Promise<Response> {
  const message = describe((await readDeleted()).find((each) => each.documentId === documentId));
  const error = { status: 404, name: 'DeletedError', message, details: {} };
  return Response.json({ data: null, error }, { status: 404 });
}

async function readDeleted(): Promise<DeletedEntry[]> {
  try {
    return (await getFetchClient().get<{ entries: DeletedEntry[] }>('/history')).data.entries;
  } catch (error) {
    // That it was deleted is known all the same.
    console.warn(error);
    return [];
  }
}

function describe(entry: DeletedEntry | undefined): string {
  if (entry === undefined)
    return 'Could not do this: the entry was deleted. What you typed stays in the form: copy it into a new entry.';
  const way = entry.mayBringBack ? 'Choose' : 'Ask somebody who may create such entries to choose';
  return `Could not do this: ${entry.actor ?? 'the CMS itself'} deleted the entry at ${toClock(entry.time)}. What you typed is kept in this browser. ${way} “Bring back” under “Deleted entries” in the menu, open the entry, and put back beside its form what you typed.`;
}
