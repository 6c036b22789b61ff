import type { StrapiApp } from '@strapi/strapi/admin';
import { ConflictDialog } from './ConflictDialog';
import { KeepTyped } from './KeepTyped';

/** Puts the question whose version is kept beside the form of every entry, and keeps what was typed. */
export function addConflictDialog(app: StrapiApp): void {
  const forms = app.getPlugin('content-manager');
  for (const [name, Component] of Object.entries({ ConflictDialog, KeepTyped }))
    forms.injectComponent('editView', 'right-links', { name: `lectern-${name}`, Component });
}
