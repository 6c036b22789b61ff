import type { Page } from 'playwright-core';

const attempts = 10;

/**
 * Opens a page with the site's own fonts. A font that comes too late for the first drawing stays
 * away from the page, for the sake of who has begun to read: it is then there at the next visit.
 */
export async function openWithFonts(page: Page, url: string): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await page.goto(url);
    await page.evaluate(() => document.fonts.ready);
    if (await page.evaluate(hasOwnFonts)) return;
  }
  throw new Error(`Could not open ${url} with its own fonts in ${attempts} attempts.`);
}

/** Runs in the page: whether text is as wide as its fallback fonts alone would not make it. */
function hasOwnFonts(): boolean {
  const widthIn = (family: string) => {
    const sample = document.createElement('span');
    sample.textContent = 'Python 1234567890';
    sample.style.setProperty('font-family', family);
    document.body.append(sample);
    const { width } = sample.getBoundingClientRect();
    sample.remove();
    return width;
  };
  return ['--font-display', '--font-text'].every((name) => {
    const families = getComputedStyle(document.documentElement).getPropertyValue(name);
    return widthIn(families) !== widthIn(families.slice(families.indexOf(',') + 1));
  });
}
