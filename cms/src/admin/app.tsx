import type { StrapiApp } from '@strapi/strapi/admin';
import { addAnswerField } from './answers/add-answer-field';
import { addPublishCheck, addWaitingPage } from './candidate/add-candidate';
import { addConflictDialog } from './conflict/add-conflict';
import { watchDrafts } from './conflict/watch-drafts';
import { addListColumns } from './content-manager/list-columns';
import { showComponentHelp } from './content-manager/show-component-help';
import { addDeletedEntriesPage, addHistoryPanel } from './history/add-history';
import { addEntryPanels } from './live-status/add-entry-panels';
import { addLosses } from './losses/add-losses';
import { addPreview } from './preview/add-preview';
import { quietAdmin } from './quiet-admin';
import { addKeptTyping } from './typing/add-kept-typing';
import { addWelcomeWidgets } from './welcome/add-welcome-widgets';

export default {
  config: {
    notifications: { releases: false },
    tutorials: false,
    translations: {
      en: {
        'HomePage.header.subtitle': 'What visitors see, and what is on its way to them',
        // The browser lets the admin load from its own address alone.
        'upload.input.url.description':
          'Images from other websites cannot be loaded here. Download them, and upload them from your computer.',
        'app.session.ended.unsaved':
          'Your session has ended. What you typed is kept in this browser: log in again, open the entry, and put it back beside the form.',
      },
    },
  },

  register(app: StrapiApp) {
    quietAdmin();
    watchDrafts();
    addWelcomeWidgets(app);
    addWaitingPage(app);
    addDeletedEntriesPage(app);
    addAnswerField(app);
  },

  bootstrap(app: StrapiApp) {
    addEntryPanels(app);
    addHistoryPanel(app);
    addListColumns(app);
    showComponentHelp(app);
    addPreview(app);
    addPublishCheck(app);
    addConflictDialog(app);
    addLosses(app);
    addKeptTyping(app);
  },
};
