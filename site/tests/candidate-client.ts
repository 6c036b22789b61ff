import { type ContentType, contentTypes } from '@lectern/shared-types';
import { expect } from 'vitest';
import type { CheckAnswer, Waiting } from '../../cms/src/candidate/contract.ts';
import type { AdminClient } from '../../cms/tests/harness/admin-client.ts';

export type Draft = [type: ContentType, documentId: string, locale?: string];

/** As the admin asks, through the CMS: about one draft, or about several that are published together. */
export async function checkDrafts(
  admin: AdminClient,
  drafts: readonly Draft[],
): Promise<CheckAnswer> {
  const entries = drafts.map(([type, documentId, locale = 'en']) => ({
    uid: contentTypes[type].uid,
    documentId,
    locale,
  }));
  const answer = await admin.request('POST', '/candidate/check', { entries });
  expect(answer.error).toBeUndefined();
  return answer.data as unknown as CheckAnswer;
}

/** What waits to be published, as far as the user may read it. */
export async function readWaiting(client: AdminClient): Promise<Waiting> {
  const answer = await client.request('GET', '/candidate');
  expect(answer.error).toBeUndefined();
  return answer.data as unknown as Waiting;
}

/** Document id of the plan with a name. */
export async function findPlan(admin: AdminClient, name: string): Promise<string> {
  const query = new URLSearchParams({ locale: 'en', 'filters[name][$eq]': name });
  const path = `/content-manager/collection-types/${contentTypes.Plan.uid}?${query}`;
  const { results } = (await admin.request('GET', path)).data as {
    results?: { documentId: string }[];
  };
  return results?.[0]?.documentId ?? expect.fail(`There is no plan ${name}.`);
}
