import type { StrapiApp } from '@strapi/strapi/admin';
import { SchedulePanel } from '../schedule/SchedulePanel';
import { LiveStatusPanel } from './LiveStatusPanel';
import { UsedOnPanel } from './UsedOnPanel';

/** What is used here of the content manager, which comes without types for it. */
interface ContentManager {
  addEditViewSidePanel(panels: readonly ((props: never) => object)[]): void;
}

/** Puts the live status, the pages and the schedule beside the form of every entry. */
export function addEntryPanels(app: StrapiApp): void {
  const { apis } = app.getPlugin('content-manager');
  (apis as unknown as ContentManager).addEditViewSidePanel([
    LiveStatusPanel,
    UsedOnPanel,
    SchedulePanel,
  ]);
}
