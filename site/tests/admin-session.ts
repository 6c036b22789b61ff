import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { createUser } from '../../cms/tests/harness/admin-client.ts';
import type { CmsAddress } from '../../cms/tests/harness/test-cms.ts';
import { openBrowser } from './harness.ts';

/** Where pictures of the admin are left for whoever wants to look at it; git ignores it. */
const screenshots = join(import.meta.dirname, '..', '..', '.data', 'screenshots');

type User = Awaited<ReturnType<typeof createUser>>;

export interface AdminSession {
  page: Page;
  /** What the page has thrown, or complained of. */
  problems: string[];
  user: User;
  /** Logs in again on the page of the admin that is open. */
  logIn(user: User): Promise<void>;
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
  open: (options: BrowserContextOptions) => ReturnType<typeof openBrowser> = openBrowser,
): Promise<AdminSession> {
  const user = await createUser(cms, role);
  const { page, problems } = await open({
    viewport: { width: 1440, height: 1000 },
    // Axe brings its own script.
    bypassCSP: true,
    ...options,
  });
  page.setDefaultTimeout(120_000);
  await page.goto(`${cms.url}/admin`);
  const logIn: AdminSession['logIn'] = async ({ email, password }) => {
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').first().fill(password);
    await page.getByRole('button', { name: 'Login' }).click();
    await page.getByRole('navigation').first().waitFor();
  };
  await logIn(user);
  await page.getByRole('heading', { name: 'Hello Robin' }).waitFor();
  await mkdir(screenshots, { recursive: true });
  return {
    page,
    problems,
    user,
    logIn,
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
