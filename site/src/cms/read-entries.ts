import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { PublicationStatus } from '@lectern/shared-types';
import type { Ask } from './client.ts';
import { ContentReadError } from './errors.ts';

/** Entries an answer holds at most: the CMS's `maxLimit`, past which it would cut short silently. */
const pageSize = 1000;

interface Variables {
  page: number;
  pageSize: number;
  status: PublicationStatus;
  filters?: { documentId?: { in?: string[] } };
}
interface Answer<Node> {
  entries: { pageInfo: { total: number }; nodes: Node[] } | null;
}

/**
 * Reads all entries of one type, or those named, 1,000 an answer, and compares their number with the total.
 * @throws ContentReadError `moved` when entries come or go meanwhile, `incomplete` when some lack
 */
export async function readEntries<Node extends { documentId: string }>(
  ask: Ask,
  name: string,
  document: TypedDocumentNode<Answer<Node>, Variables>,
  status: PublicationStatus,
  documentIds?: readonly string[],
): Promise<Node[]> {
  const filters = documentIds ? { filters: { documentId: { in: [...documentIds] } } } : {};
  const nodes: Node[] = [];
  let total: number | undefined;
  for (let page = 1; total === undefined || nodes.length < total; page += 1) {
    const { entries } = await ask(document, { page, pageSize, status, ...filters });
    if (entries === null) throw incomplete(name, 'the CMS answered without a list');
    if (total !== undefined && entries.pageInfo.total !== total)
      throw new ContentReadError('moved', `The number of ${name} changed while they were read.`);
    total = entries.pageInfo.total;
    nodes.push(...entries.nodes);
    if (entries.nodes.length === 0 && nodes.length < total) break;
  }
  if (nodes.length !== total)
    throw incomplete(name, `${nodes.length} of ${total} entries were received`);
  return nodes;
}

const incomplete = (name: string, cause: string) =>
  new ContentReadError(
    'incomplete',
    `Could not read all ${name} from the CMS: ${cause}. Look into the CMS's log; the site was left as it is.`,
  );
