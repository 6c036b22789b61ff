import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds in parts of a page, each rule with the elements that break it. */
export async function violations(page: Page, ...parts: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(tags);
  for (const part of parts) axe.include(part);
  // What is still fading in has less contrast than it will have.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  );
  const found = await axe.analyze();
  // With nothing to look at it would find nothing, too.
  expect(found.passes.length).toBeGreaterThan(0);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
}
