import type { Core } from '@strapi/strapi';
import { limitTokens } from './access/admin-tokens';
import { closeRoutes } from './access/close-routes';
import { endSessions } from './access/end-sessions';
import { evenLogins } from './access/even-logins';
import { tellFilesAlone } from './access/files-alone';
import { limitGivenRights } from './access/given-rights';
import { askForKnownRows } from './access/known-rows';
import { keepOneAdministrator } from './access/last-administrator';
import { hideUnreadable } from './access/read-in-part';
import { slowGuesses } from './access/slow-guesses';
import { announceStart } from './api/publishing/content-generation';
import { countMediaAndLocaleChanges } from './api/publishing/count-changes';
import { exposeGeneration } from './api/publishing/extend-schema';
import { runBootDuties } from './bootstrap/index';
import { registerCandidateRoutes } from './candidate/routes';
import { checkDatabase } from './database/check-database';
import { confirmCommits } from './database/confirm-commits';
import { giveUpReadOnly } from './database/give-up-read-only';
import { holdDatabase, isBesideCms } from './database/hold-database';
import { holdSchemaVersion } from './database/schema-version';
import { countAsRead } from './documents/count-as-read';
import { registerDocumentMiddlewares } from './documents/index';
import { refuseUnstorable } from './documents/refuse-unstorable';
import { repeatTransactions } from './documents/repeat-transactions';
import { allowUnfinishedDrafts } from './graphql/allow-unfinished-drafts';
import { extendGraphqlSchema } from './graphql/extend-schema';
import { registerReleaseChanges } from './history/release-changes';
import { registerHistoryRoutes } from './history/routes';
import { keepTrimming } from './history/trim-versions';
import { createLiveStatus } from './live-status/index';
import { guardImages } from './losses/guard-images';
import { guardLanguages } from './losses/guard-languages';
import { guardReplacedImages } from './losses/guard-replaced-images';
import { checkUploads, loadNothingFromAddresses } from './media/check-uploads';
import { makeModernFormats } from './media/modern-formats';
import { normaliseImages } from './media/normalise-images';
import { registerPreviewRoutes } from './preview/routes';
import { createSchedule } from './schedule/index';

let liveStatus: ReturnType<typeof createLiveStatus> | undefined;
let schedule: ReturnType<typeof createSchedule> | undefined;
let stopTrimming = () => {};

export default {
  async register({ strapi }: { strapi: Core.Strapi }) {
    await checkDatabase(strapi);
    if (!isBesideCms(strapi)) {
      await holdDatabase(strapi);
      await holdSchemaVersion(strapi);
    }
    confirmCommits(strapi);
    giveUpReadOnly(strapi);
    repeatTransactions(strapi);
    countAsRead();
    closeRoutes(strapi);
    limitGivenRights(strapi);
    slowGuesses(strapi);
    hideUnreadable(strapi);
    tellFilesAlone(strapi);
    registerDocumentMiddlewares(strapi);
    extendGraphqlSchema(strapi);
    allowUnfinishedDrafts(strapi);
    exposeGeneration(strapi);
    const live = createLiveStatus(strapi);
    liveStatus = live;
    registerPreviewRoutes(strapi);
    registerCandidateRoutes(strapi, live.hindrance);
    schedule = createSchedule(strapi);
    registerHistoryRoutes(strapi);
    registerReleaseChanges(strapi);
    guardImages(strapi);
    guardReplacedImages(strapi);
    checkUploads(strapi);
    loadNothingFromAddresses(strapi);
    normaliseImages(strapi);
    makeModernFormats(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    limitTokens(strapi);
    refuseUnstorable(strapi);
    endSessions(strapi);
    askForKnownRows(strapi);
    keepOneAdministrator(strapi);
    await evenLogins(strapi);
    guardLanguages(strapi);
    await runBootDuties(strapi);
    countMediaAndLocaleChanges(strapi);
    announceStart(strapi);
    stopTrimming = keepTrimming(strapi);
    liveStatus?.start();
    schedule?.start();
  },

  async destroy() {
    await schedule?.stop();
    stopTrimming();
    await liveStatus?.stop();
  },
};
