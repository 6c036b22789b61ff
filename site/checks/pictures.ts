import type { Locale } from '@lectern/shared-types';
import { chromium } from 'playwright-core';
import { openWithFonts } from './open-with-fonts.ts';

/** One picture of a page: how wide the window is, which theme the system asks for. */
export interface Picture {
  name: string;
  path: string;
  width: number;
  theme: 'light' | 'dark';
}

const paths: Record<Locale, string> = {
  en: '/python-for-backend-developers/',
  es: '/es/python-para-desarrolladores-backend/',
};
const widths = [360, 768, 1280, 1920];

/** The demo landing page in every language, theme and width that it is judged by. */
export const pictures: Picture[] = Object.entries(paths).flatMap(([locale, path]) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    widths.map((width) => ({ name: `${locale}-${width}-${theme}`, path, width, theme })),
  ),
);

/** What keeps the system's own settings for fonts and colours out of the pictures. */
const steady = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'];

/** Takes pictures of whole pages; `style` is added to the page, to see whether a picture shows it. */
export async function takePictures(
  siteUrl: string,
  wanted: readonly Picture[],
  onPicture: (picture: Picture, png: Buffer) => Promise<void>,
  style?: string,
): Promise<{ chromiumVersion: string }> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', ...steady],
  });
  try {
    const context = await browser.newContext({ bypassCSP: true, locale: 'en-US' });
    const page = await context.newPage();
    for (const picture of wanted) {
      await page.emulateMedia({ colorScheme: picture.theme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: picture.width, height: 900 });
      await openWithFonts(page, siteUrl + picture.path);
      if (style !== undefined) await page.addStyleTag({ content: style });
      await onPicture(picture, await page.screenshot({ fullPage: true, animations: 'disabled' }));
    }
    return { chromiumVersion: browser.version() };
  } finally {
    await browser.close();
  }
}
