import type { StrapiApp } from '@strapi/strapi/admin';
import { countAsRead } from '../documents/count-as-read';
import { addAddresses } from './addresses/add-addresses';
import { nameAddressRule } from './addresses/name-address-rule';
import { addAnswerField } from './answers/add-answer-field';
import { addPublishCheck, addWaitingPage } from './candidate/add-candidate';
import { addConflictDialog } from './conflict/add-conflict';
import { watchDrafts } from './conflict/watch-drafts';
import { addListColumns } from './content-manager/list-columns';
import { loadAllRelations } from './content-manager/load-all-relations';
import { openApart } from './content-manager/open-apart';
import { showComponentHelp } from './content-manager/show-component-help';
import { addDateField } from './dates/add-date-field';
import { calmDeclined } from './declined/declined';
import { addDeletedEntriesPage, addHistoryPanel } from './history/add-history';
import { addEntryPanels } from './live-status/add-entry-panels';
import { addLosses } from './losses/add-losses';
import { addNumberField } from './numbers/add-number-field';
import { addPreview } from './preview/add-preview';
import { quietAdmin } from './quiet-admin';
import { bridgeStorage } from './storage/bridge-storage';
import { addKeptTyping } from './typing/add-kept-typing';
import { addWelcomeWidgets } from './welcome/add-welcome-widgets';

// Strapi looks into the storage before it calls what stands below.
bridgeStorage();

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
        'content-manager.actions.delete.dialog.body':
          'Do you want to delete this entry? “Deleted entries” in the menu brings it back.',
        'app.session.ended.unsaved':
          'Your session has ended. What you typed is kept in this browser: log in again, open the entry, and put it back beside the form.',
      },
    },
  },

  register(app: StrapiApp) {
    quietAdmin();
    calmDeclined();
    nameAddressRule();
    countAsRead();
    watchDrafts();
    loadAllRelations();
    addWelcomeWidgets(app);
    addWaitingPage(app);
    addDeletedEntriesPage(app);
    addAnswerField(app);
    addNumberField(app);
    addDateField(app);
  },

  bootstrap(app: StrapiApp) {
    addAddresses(app);
    addEntryPanels(app);
    addHistoryPanel(app);
    addListColumns(app);
    showComponentHelp(app);
    openApart(app);
    addPreview(app);
    addPublishCheck(app);
    addConflictDialog(app);
    addLosses(app);
    addKeptTyping(app);
  },
};
