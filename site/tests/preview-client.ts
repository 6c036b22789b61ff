import { type ContentType, contentTypes } from '@lectern/shared-types';
import { expect } from 'vitest';
import type { AdminClient } from '../../cms/tests/harness/admin-client.ts';
import type { CmsAddress } from '../../cms/tests/harness/test-cms.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

/** Settings of a publisher that shows previews of this CMS's drafts. */
export const previewSettings = ({ url, previewUrl, previewToken }: CmsAddress) => ({
  PREVIEW_TOKEN: previewToken,
  PREVIEW_PORT: new URL(previewUrl).port,
  PREVIEW_URL: previewUrl,
  ADMIN_URL: url,
});

/** A publisher with previews that has published what there is. */
export async function startPreviewPublisher(cms: CmsAddress): Promise<TestPublisher> {
  const publisher = await createPublisher(cms, { settings: previewSettings(cms) });
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
  return publisher;
}

export interface PreviewLink {
  title: string;
  path: string | null;
  locale: string;
  url: string;
}

/** What the admin's pane asks: where an entry can be previewed. */
export async function linksTo(
  admin: AdminClient,
  type: ContentType,
  documentId: string,
  locale = 'en',
): Promise<PreviewLink[]> {
  const { uid } = contentTypes[type];
  const answer = await admin.request('POST', '/preview/link', { uid, documentId, locale });
  expect(answer.error).toBeUndefined();
  return (answer as unknown as { data: { pages: PreviewLink[] } }).data.pages;
}

/** Opens a preview as a browser does: takes the cookie from the link, then follows it. */
export async function openPreview(url: string) {
  const opened = await fetch(url, { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, url), { headers: { cookie, ...headers }, redirect: 'manual' });
  const path = opened.headers.get('location') ?? '';
  return { opened, cookie, path, get, text: async (to = path) => (await get(to)).text() };
}
