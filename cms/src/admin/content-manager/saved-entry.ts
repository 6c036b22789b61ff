import { type ContentType, contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { ReactNode } from 'react';

/** What Strapi hands to a panel beside the form, and to an action. */
export interface EntryProps {
  /** Whether there is one entry of the type or many, as it stands in addresses. */
  collectionType: string;
  model: string;
  documentId?: string;
  /** The version that is shown; absent for an entry, or a language, that was never saved. */
  document?: { documentId?: string; locale?: string | null; updatedAt?: string };
}

/** An action of Strapi's edit view: a function that may use hooks and describes a button. */
export interface PublishAction {
  (props: EntryProps): ActionDescription | null;
  type?: string;
}

interface ActionDescription {
  onClick?: (event: unknown) => unknown;
  disabled?: boolean;
  dialog?: {
    type: string;
    title?: string;
    content?: ReactNode;
    confirmLabel?: string;
    onConfirm?: () => unknown;
  };
}

/** A saved draft that previews and checks are about. */
export interface SavedEntry {
  type: ContentType;
  uid: string;
  documentId: string;
  locale: string;
  /** Time of the last save, ISO 8601; changes with every save. */
  savedAt: string;
}

/** The entry in the form as it is saved; undefined for one that never was, and for types that no page shows. */
export function savedEntry({ model, documentId, document }: EntryProps): SavedEntry | undefined {
  const type = contentTypeOf(model);
  const id = document?.documentId ?? documentId;
  if (type === undefined || id === undefined || document?.updatedAt === undefined) return undefined;
  return {
    type,
    uid: model,
    documentId: id,
    locale: document.locale ?? defaultLocale,
    savedAt: document.updatedAt,
  };
}
