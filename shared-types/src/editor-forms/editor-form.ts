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
  /** The forms within it, by the field that holds them. */
  parts?: Readonly<Record<string, EditorForm>>;
}

/** Adds what every type has: who looks for an entry sees when it was last changed. */
export const lastChange = {
  updatedAt: ['Last change', 'When this entry was last saved.'],
} as const satisfies EditorForm['fields'];

/** The label and help of what an image shows, in the language of the entry. */
export const alternativeText: [label: string, help: string] = [
  'What the image shows',
  'In this language, for people who do not see it. When empty, the alternative text of the media library stands here, the same in every language.',
];
