import type { StrapiApp } from '@strapi/strapi/admin';
import { askBeforeLosses } from './ask-before-losses';
import { LossesDialog } from './LossesDialog';

/** Asks on every page of the admin before visitors lose something. */
export function addLosses(app: StrapiApp): void {
  askBeforeLosses();
  // What has this prefix stands on all pages. The media library offers no place of its own.
  app.addComponents([{ name: 'future-global::lectern-losses', Component: LossesDialog }]);
}
