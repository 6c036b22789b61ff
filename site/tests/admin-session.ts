import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { createUser } from '../../cms/tests/harness/admin-client.ts';
import type { CmsAddress } from '../../cms/tests/harness/test-cms.ts';
import { openBrowser } from './harness.ts';

/** Where pictures of the admin are left for whoever wants to look at it; git ignores it. */
const screenshots = join(import.meta.dirname, '..', '..', '.data', 'screenshots');

export interface AdminSession {
  page: Page;
  /** Opens the form of an entry and waits until it can be used. */
  openEntry(uid: string, documentId: string, locale?: string): Promise<void>;
  openWelcomePage(): Promise<void>;
  /** Leaves a picture of the page as it is. */
  takePicture(name: string): Promise<void>;
}

/** A real browser in which a new user with a role has logged in, as a person does. Ends with the test. */
export async function openAdmin(
  cms: CmsAddress,
  role: string,
  options: BrowserContextOptions = {},
): Promise<AdminSession> {
  const user = await createUser(cms, role);
  const { page } = await openBrowser({
    viewport: { width: 1440, height: 1000 },
    // Axe brings its own script.
    bypassCSP: true,
    ...options,
  });
  page.setDefaultTimeout(60_000);
  await page.goto(`${cms.url}/admin`);
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password').first().fill(user.password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('heading', { name: 'Hello Robin' }).waitFor();
  await mkdir(screenshots, { recursive: true });
  return {
    page,
    openEntry: async (uid, documentId, locale = 'en') => {
      const path = `/admin/content-manager/collection-types/${uid}/${documentId}`;
      await page.goto(`${cms.url}${path}?plugins[i18n][locale]=${locale}`);
      await page.getByRole('button', { name: 'Save' }).waitFor();
    },
    openWelcomePage: async () => {
      await page.goto(`${cms.url}/admin`);
      await page.getByRole('heading', { name: 'Published last' }).waitFor();
    },
    takePicture: async (name) => {
      await page.screenshot({ path: join(screenshots, `${name}.png`) });
    },
  };
}
