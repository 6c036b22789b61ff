import type { Core } from '@strapi/strapi';
import { closeRoutes } from './access/close-routes';
import { announceStart } from './api/publishing/content-generation';
import { countMediaAndLocaleChanges } from './api/publishing/count-changes';
import { exposeGeneration } from './api/publishing/extend-schema';
import { runBootDuties } from './bootstrap/index';
import { registerCandidateRoutes } from './candidate/routes';
import { checkDatabase } from './database/check-database';
import { holdSchemaVersion } from './database/schema-version';
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
    await holdSchemaVersion(strapi);
    repeatTransactions(strapi);
    closeRoutes(strapi);
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
    checkUploads(strapi);
    loadNothingFromAddresses(strapi);
    normaliseImages(strapi);
    makeModernFormats(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    refuseUnstorable(strapi);
    guardImages(strapi);
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
