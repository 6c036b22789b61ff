/** How editors see one type or component in the admin: plain words, help, order. */
export interface EditorForm {
  /** Field by which entries are listed and found. */
  mainField: string;
  /** Columns of the list view; absent for components, which have none. */
  list?: readonly string[];
  /** Rows of the form; fields of a row stand side by side. */
  rows: readonly (readonly string[])[];
  /** Label and help of every field. */
  fields: Readonly<Record<string, readonly [label: string, help: string]>>;
}
