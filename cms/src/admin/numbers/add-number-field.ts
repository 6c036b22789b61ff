import type { StrapiApp } from '@strapi/strapi/admin';
import type { ComponentType } from 'react';
import { NumberField } from './NumberField';

/** Puts our field for numbers in the place of Strapi's. */
export function addNumberField(app: StrapiApp): void {
  // As for answers: its type of this call does not name the properties of a field.
  for (const type of ['decimal', 'integer'])
    app.addFields({ type, Component: NumberField as unknown as ComponentType });
}
