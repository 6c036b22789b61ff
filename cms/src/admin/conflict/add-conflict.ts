import type { StrapiApp } from '@strapi/strapi/admin';
import { ConflictDialog } from './ConflictDialog';

/** Puts the question whose version is kept beside the form of every entry. */
export function addConflictDialog(app: StrapiApp): void {
  app.getPlugin('content-manager').injectComponent('editView', 'right-links', {
    name: 'lectern-conflict',
    Component: ConflictDialog,
  });
}
