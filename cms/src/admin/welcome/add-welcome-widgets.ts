import { Calendar, Earth, List } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { PlannedWidget } from '../schedule/PlannedWidget';
import { ChangesWidget } from './ChangesWidget';
import { ReleaseWidget } from './ReleaseWidget';

/** Of an odd number Strapi lays the last one out in the full width, which the table needs. */
const widgets = [
  { id: 'release', title: 'The live site', icon: Earth, component: ReleaseWidget },
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
