import type { CmsAddress } from './test-cms.ts';

export interface GraphqlAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test asks for a shape of its own
  data?: any;
  errors?: { message: string }[];
}

/** Sends one GraphQL query with a token, or with none. */
export async function graphql(
  cms: Pick<CmsAddress, 'url' | 'siteToken'>,
  query: string,
  token: string | undefined = cms.siteToken,
): Promise<GraphqlAnswer> {
  const response = await fetch(`${cms.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}
