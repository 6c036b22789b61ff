import type { StrapiApp } from '@strapi/strapi/admin';
import type { ComponentType } from 'react';
import { DateField } from './DateField';

/** Puts our field for dates in the place of Strapi's. */
export function addDateField(app: StrapiApp): void {
  // As for answers: its type of this call does not name the properties of a field.
  app.addFields({ type: 'date', Component: DateField as unknown as ComponentType });
}
