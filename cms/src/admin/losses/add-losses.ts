import type { StrapiApp } from '@strapi/strapi/admin';
import { askBeforeLosses } from './ask-before-losses';
import { LossesDialog } from './LossesDialog';

/** Asks beside every form and every list before visitors lose something. */
export function addLosses(app: StrapiApp): void {
  askBeforeLosses();
  const content = app.getPlugin('content-manager');
  for (const [place, area] of [
    ['editView', 'right-links'],
    ['listView', 'actions'],
  ] as const)
    content.injectComponent(place, area, { name: 'lectern-losses', Component: LossesDialog });
}
