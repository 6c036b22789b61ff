import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { PublicationStatus } from '@lectern/shared-types';
import type { Ask } from './client.ts';
import { ContentReadError } from './errors.ts';

/** Entries of an answer: few enough for the CMS to do other things in between. */
const pageSize = 100;
/** An answer counts and lists one after the other: when somebody publishes in between, it is asked again. */
const attempts = 5;

interface Variables {
  pageSize: number;
  status: PublicationStatus;
  filters: { documentId: { gt?: string; in?: string[] } };
}
interface Answer<Node> {
  entries: { pageInfo: { total: number }; nodes: Node[] } | null;
}

/**
 * Reads all entries of one type, or those named, a part with each answer. A part begins after the
 * document with which the one before ended, so that whoever comes or goes meanwhile hides nobody else.
 * @throws ContentReadError `incomplete` when some lack
 */
export async function readEntries<Node extends { documentId: string }>(
  ask: Ask,
  name: string,
  document: TypedDocumentNode<Answer<Node>, Variables>,
  status: PublicationStatus,
  documentIds?: readonly string[],
): Promise<Node[]> {
  const named = documentIds ? { in: [...documentIds] } : {};
  const all: Node[] = [];
  for (let last = ''; ; ) {
    const variables = { pageSize, status, filters: { documentId: { gt: last, ...named } } };
    const { nodes, isLast } = await readPart(ask, name, document, variables);
    // The last document may have more locales than fit into this part.
    const end = isLast ? undefined : nodes.at(-1)?.documentId;
    const whole = nodes.filter(({ documentId }) => documentId !== end);
    all.push(...whole);
    if (isLast) return all;
    last = whole.at(-1)?.documentId ?? '';
    if (last === '') throw incomplete(name, `one document has more than ${pageSize} versions`);
  }
}

async function readPart<Node>(
  ask: Ask,
  name: string,
  document: TypedDocumentNode<Answer<Node>, Variables>,
  variables: Variables,
): Promise<{ nodes: Node[]; isLast: boolean }> {
  let received = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { entries } = await ask(document, variables);
    if (entries === null) throw incomplete(name, 'the CMS answered without a list');
    const { pageInfo, nodes } = entries;
    if (nodes.length === Math.min(pageInfo.total, variables.pageSize))
      return { nodes, isLast: nodes.length === pageInfo.total };
    received = `${nodes.length} of ${pageInfo.total} entries were received`;
  }
  throw incomplete(name, received);
}

const incomplete = (name: string, cause: string) =>
  new ContentReadError(
    'incomplete',
    `Could not read all ${name} from the CMS: ${cause}. Look into the CMS's log; the site was left as it is.`,
  );
