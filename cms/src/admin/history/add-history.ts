import { Trash } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { DeletedEntriesPage } from './DeletedEntriesPage';
import { HistoryPanel } from './HistoryPanel';

/** What is used here of the content manager, which comes without types for it. */
interface ContentManager {
  addEditViewSidePanel(panels: readonly ((props: never) => object)[]): void;
}

/** Puts the page of deleted entries into the menu; Strapi takes pages before it starts. */
export function addDeletedEntriesPage(app: StrapiApp): void {
  app.addMenuLink({
    to: 'deleted-entries',
    icon: Trash,
    position: 3,
    intlLabel: { id: 'lectern.deleted', defaultMessage: 'Deleted entries' },
    permissions: [],
    Component: async () => ({ default: DeletedEntriesPage }),
  });
}

/** Puts the history beside the form of every entry. */
export function addHistoryPanel(app: StrapiApp): void {
  const { apis } = app.getPlugin('content-manager');
  (apis as unknown as ContentManager).addEditViewSidePanel([HistoryPanel]);
}
