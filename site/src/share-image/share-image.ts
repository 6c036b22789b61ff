import { createHash } from 'node:crypto';
import type { Locale } from '@lectern/shared-types';
import { contentIn, listed, type Route } from '../content/routes.ts';
import { formatSteps, formatWeeks } from '../text/format.ts';

/** Everything that a share image shows. */
export interface ShareImage {
  brand: string;
  topics: string;
  title: string;
  /** What the path comes to, such as `18 weeks`; empty without a path. */
  duration: string;
  /** Weeks of each step, drawn to scale. */
  steps: number[];
}

/** Raised when the drawing changes, so that unchanged pages get new images. */
const drawing = 2;

export const shareImageSize = { width: 1200, height: 630 } as const;

/** What the image of a page shows, from the page's own content. */
export function shareImageOf(route: Exclude<Route, { kind: 'redirect' }>): ShareImage {
  const content = contentIn(route.locale);
  const { site } = content;
  if (route.kind === 'home')
    return { brand: site.brand, topics: '', title: site.home.title, duration: '', steps: [] };
  const { page } = route;
  const steps = listed(page.pathSteps, content, 'PathStep').map((step) => step.weeks);
  return {
    brand: site.brand,
    topics: page.topicsLine,
    title: page.title,
    duration: durationOf(steps, route.locale),
    steps,
  };
}

/** Where the site serves an image: named by what it shows, so that it is drawn once. */
export function shareImagePath(image: ShareImage): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([drawing, image]))
    .digest('hex');
  return `/share/${hash.slice(0, 20)}.png`;
}

function durationOf(steps: number[], locale: Locale): string {
  if (steps.length === 0) return '';
  const total = steps.reduce((sum, weeks) => sum + weeks, 0);
  return `${formatWeeks(total, locale)}, ${formatSteps(steps.length, locale)}`;
}
