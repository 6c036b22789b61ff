import type { Section } from './content-types.js';

/* Where on a page links lead to. */

/** Ids of what a landing page shows of each list that has entries. */
export const sectionAnchors = {
  reasons: ['reasons'],
  pathSteps: ['path', 'planner'],
  frameworks: ['frameworks'],
  testimonials: ['testimonials'],
  faqs: ['faqs'],
  plans: ['plans'],
} as const satisfies Record<Section, readonly string[]>;

/** Id of the heading of a part of a page. */
export const headingAnchor = (part: string) => `${part}-heading`;

/**
 * Where on a page a link leads to, or nothing when every page has that: its top, or words that are
 * looked for. As browsers do, an anchor that cannot be decoded is taken as it stands.
 */
export function anchorOf(href: string): string {
  const anchor = (/#(.*)$/s.exec(href)?.[1] ?? '').replace(/:~:.*$/s, '');
  if (/^top$/i.test(anchor)) return '';
  try {
    return decodeURIComponent(anchor);
  } catch (error) {
    if (error instanceof URIError) return anchor;
    throw error;
  }
}
