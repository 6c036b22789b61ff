import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ClientError, GraphQLClient } from 'graphql-request';
import { ContentReadError } from './errors.ts';

/** Asks the CMS one typed question. */
export type Ask = <Result, Variables extends object>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
) => Promise<Result>;

/** @param deadline longest that one answer of up to 1,000 entries may take, in milliseconds */
export function createAsk(cmsUrl: string, token: string, deadline = 30_000): Ask {
  const endpoint = new URL('/graphql', cmsUrl).href;
  const client = new GraphQLClient(endpoint, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(deadline) }),
  });
  return async <Result, Variables extends object>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
  ) => {
    try {
      return await client.request<Result>(document, variables);
    } catch (error) {
      throw toReadError(error, endpoint);
    }
  };
}

function toReadError(error: unknown, endpoint: string): ContentReadError {
  if (error instanceof SyntaxError)
    return new ContentReadError(
      'refused',
      `Could not read the CMS at ${endpoint}: its answer is not what a CMS answers (${error.message}). Look at what stands between, such as a proxy or a maintenance page.`,
      { cause: error },
    );
  if (!(error instanceof ClientError)) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return new ContentReadError(
      'unreachable',
      `Could not reach the CMS at ${endpoint}: ${messageOf(cause)}. Start the CMS, or set CMS_URL to where it is.`,
      { cause: error },
    );
  }
  const { status, errors } = error.response;
  if (status === 401 || status === 403 || errors?.some(isForbidden))
    return new ContentReadError(
      'unauthorized',
      `Could not read the CMS at ${endpoint}: it refuses the site's token. Set SITE_TOKEN, for drafts PREVIEW_TOKEN, to the one that the CMS was started with.`,
      { cause: error },
    );
  const reasons = errors?.map(({ message }) => message).join('; ') ?? `status ${status}`;
  return new ContentReadError(
    'refused',
    `Could not read the CMS at ${endpoint}: ${reasons}. If a type or field was renamed in the CMS, run "npm run generate" and correct the queries.`,
    { cause: error },
  );
}

const isForbidden = (error: { extensions?: { code?: unknown } }) =>
  error.extensions?.code === 'FORBIDDEN';

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
