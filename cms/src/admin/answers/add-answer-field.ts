import type { StrapiApp } from '@strapi/strapi/admin';
import type { ComponentType } from 'react';
import { MarkdownField } from './MarkdownField';

/** Puts our field for Markdown in the place of Strapi's. */
export function addAnswerField(app: StrapiApp): void {
  // Strapi hands it the properties of every field, which its type of this call does not name.
  app.addFields({ type: 'richtext', Component: MarkdownField as unknown as ComponentType });
}
