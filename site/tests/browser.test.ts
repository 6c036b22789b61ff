import { expect, inject, onTestFinished, test } from 'vitest';
import { firstAdministrator } from '../../cms/tests/harness/test-cms.ts';
import { buildSite, openBrowser, remove, serve } from './harness.ts';

const cms = inject('cms');

test('the landing page opens without a complaint, and its links lead where they say', async () => {
  const site = await buildSite(cms);
  onTestFinished(() => remove(site.folder));
  const url = await serve(site.folder);
  const { page, problems } = await openBrowser();

  await page.goto(`${url}/`);
  await page.getByRole('link', { name: /Python for backend developers/ }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(
    'Python for backend',
  );
  await page.getByRole('link', { name: 'See the plans' }).click();
  await page.getByRole('heading', { name: 'Plans and prices' }).waitFor();
  await page.getByText('How long does it take?').click();
  expect(await page.getByText('4 to 6 weeks for the fundamentals').isVisible()).toBe(true);
  await page.getByRole('link', { name: 'Español' }).click();
  expect(await page.locator('html').getAttribute('lang')).toBe('es');
  expect(problems).toEqual([]);
});

test('an editor logs in to the admin and sees the content types in plain words', async () => {
  const { page } = await openBrowser();
  const { email, password } = await firstAdministrator(cms);
  await page.goto(`${cms.url}/admin`);
  await page.getByLabel(/email/i).fill(email);
  await page.getByLabel(/^password/i).fill(password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('link', { name: 'Content Manager' }).click();
  await page.getByRole('link', { name: 'Framework card' }).click();
  await page.getByText('Batteries included').first().waitFor();
});
