import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { provideChromium } from '../stack/chromium.ts';
import type { Settings } from '../stack/settings.ts';

export interface EditorSession {
  page: Page;
  openPath(path: string): Promise<void>;
  /** Opens the form of an entry in English and waits until it can be used. */
  openEntry(uid: string, documentId: string): Promise<void>;
  close(): Promise<void>;
}

/** A browser in which the first administrator has logged in. */
export async function openEditor({ adminUrl, dataFolder }: Settings): Promise<EditorSession> {
  const browser = await chromium.launch({
    executablePath: await provideChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  page.setDefaultTimeout(60_000);
  const first = JSON.parse(await readFile(join(dataFolder, 'first-admin.json'), 'utf8'));
  await page.goto(`${adminUrl}/admin`);
  await page.getByLabel('Email').fill(first.email);
  await page.getByLabel('Password').first().fill(first.password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('heading', { name: /^Hello/ }).waitFor();
  const openPath = async (path: string) => void (await page.goto(adminUrl + path));
  return {
    page,
    openPath,
    openEntry: async (uid, documentId) => {
      const path = `/admin/content-manager/collection-types/${uid}/${documentId}`;
      await openPath(`${path}?plugins[i18n][locale]=en`);
      await page.getByRole('button', { name: 'Save' }).waitFor();
    },
    close: () => browser.close(),
  };
}
