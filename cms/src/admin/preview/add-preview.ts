import type { StrapiApp } from '@strapi/strapi/admin';
import { PreviewPanel } from './PreviewPanel';

type Panel = (props: never) => object | null;

/** What is used here of the content manager, which comes without types for it. */
interface ContentManager {
  addEditViewSidePanel(panels: (panels: Panel[]) => Panel[]): void;
}

/** Puts previews beside the form of every entry. */
export function addPreview(app: StrapiApp): void {
  const content = app.getPlugin('content-manager').apis as unknown as ContentManager;
  // Below what one does with the entry, above what there is to know about it.
  content.addEditViewSidePanel(([actions, ...others]) =>
    actions === undefined ? [PreviewPanel] : [actions, PreviewPanel, ...others],
  );
}
