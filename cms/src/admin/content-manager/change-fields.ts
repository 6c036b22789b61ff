import type { ReactNode } from 'react';

/** A field of a form, as Strapi lays it out. */
export interface Field {
  label?: string;
  attribute?: { type?: string; targetModel?: string };
  placeholder?: string;
  hint?: ReactNode;
  labelAction?: ReactNode;
  /** Whether the list of a relation offers to make a new entry. */
  creatable?: boolean;
}
type Rows = Field[][];

export interface EditLayout {
  layout: Rows[];
  components: Record<string, { layout: Rows }>;
  settings: Record<string, unknown>;
}

/** The form with each of its fields changed, those of its groups included. */
export function changeFields(layout: EditLayout, change: (field: Field) => Field): EditLayout {
  const inRows = (rows: Rows): Rows => rows.map((row) => row.map(change));
  const components = Object.entries(layout.components).map(
    ([uid, component]) => [uid, { ...component, layout: inRows(component.layout) }] as const,
  );
  return {
    ...layout,
    layout: layout.layout.map(inRows),
    components: Object.fromEntries(components),
  };
}
