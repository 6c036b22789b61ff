/** How editors see one type or component in the admin: plain words, help, order. */
export interface EditorForm {
  /** Field by which entries are listed and found. */
  mainField: string;
  /** The list view; absent for components, which have none. */
  list?: {
    /** Fields shown as columns, beside the state, which Strapi adds itself. */
    columns: readonly string[];
    /** How the list is ordered until somebody orders it otherwise. */
    sort: readonly [field: string, order: 'ASC' | 'DESC'];
  };
  /** Rows of the form; fields of a row stand side by side. */
  rows: readonly (readonly string[])[];
  /** Label and help of every field. */
  fields: Readonly<Record<string, readonly [label: string, help: string]>>;
}

/** Adds what every type has: who looks for an entry sees when it was last changed. */
export const lastChange = {
  updatedAt: ['Last change', 'When this entry was last saved.'],
} as const satisfies EditorForm['fields'];
