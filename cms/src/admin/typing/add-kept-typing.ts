import type { StrapiApp } from '@strapi/strapi/admin';
import { KeptTyping } from './KeptTyping';

/** Puts what was typed and not saved beside every form. */
export function addKeptTyping(app: StrapiApp): void {
  app.getPlugin('content-manager').injectComponent('editView', 'right-links', {
    name: 'lectern-typing',
    Component: KeptTyping,
  });
}
