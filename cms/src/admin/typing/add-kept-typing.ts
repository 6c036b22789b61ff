import type { StrapiApp } from '@strapi/strapi/admin';
import { KeepThroughSave } from './KeepThroughSave';
import { KeptTyping } from './KeptTyping';
import { forgetOldTyping } from './kept-typing';
import { TakeSavedImages } from './TakeSavedImages';

/**
 * Keeps what is typed into every form through its saves, and beside it until it is saved. What an
 * image's own dialog has saved is not typed.
 */
export function addKeptTyping(app: StrapiApp): void {
  forgetOldTyping();
  const forms = app.getPlugin('content-manager');
  for (const [name, Component] of Object.entries({ KeepThroughSave, KeptTyping, TakeSavedImages }))
    forms.injectComponent('editView', 'right-links', { name: `lectern-${name}`, Component });
}
