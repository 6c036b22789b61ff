import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds in parts of a page, each rule with the elements that break it. */
export async function violations(page: Page, ...parts: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(tags);
  for (const part of parts) axe.include(part);
  const found = await axe.analyze();
  // With nothing to look at it would find nothing, too.
  expect(found.passes.length).toBeGreaterThan(0);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
}
