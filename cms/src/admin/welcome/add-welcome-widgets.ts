import { Calendar, CrossCircle, Earth, List } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { PlannedWidget } from '../schedule/PlannedWidget';
import { BlockedWidget } from './BlockedWidget';
import { ChangesWidget } from './ChangesWidget';
import { ReleaseWidget } from './ReleaseWidget';

const widgets = [
  { id: 'release', title: 'The live site', icon: Earth, component: ReleaseWidget },
  { id: 'blocked', title: 'Blocked', icon: CrossCircle, component: BlockedWidget },
  { id: 'planned', title: 'Planned', icon: Calendar, component: PlannedWidget },
  { id: 'changes', title: 'Published last', icon: List, component: ChangesWidget },
];

/** The welcome page is about the site: these widgets stand instead of Strapi's own. */
export function addWelcomeWidgets(app: StrapiApp): void {
  app.widgets.register(() =>
    widgets.map(({ id, title, icon, component }) => ({
      id,
      icon,
      title: { id: `lectern.widget.${id}`, defaultMessage: title },
      component: async () => component,
    })),
  );
}
