import { PaperPlane } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import type { PublishAction } from '../content-manager/saved-entry';
import { confirmBlocking } from './confirm-blocking';
import { WaitingPage } from './WaitingPage';

/** What is used here of the content manager, which comes without types for it. */
interface ContentManager {
  addDocumentAction(actions: (actions: PublishAction[]) => PublishAction[]): void;
}

/** Puts the page of what waits into the menu; Strapi takes pages before it starts. */
export function addWaitingPage(app: StrapiApp): void {
  app.addMenuLink({
    to: 'what-will-change',
    icon: PaperPlane,
    position: 2,
    intlLabel: { id: 'lectern.waiting', defaultMessage: 'What will change' },
    permissions: [],
    Component: async () => ({ default: WaitingPage }),
  });
}

/** Asks before a publish that would block pages. */
export function addPublishCheck(app: StrapiApp): void {
  const content = app.getPlugin('content-manager').apis as unknown as ContentManager;
  content.addDocumentAction((actions) =>
    actions.map((action) => (action.type === 'publish' ? confirmBlocking(action) : action)),
  );
}
