import type { Core } from '@strapi/strapi';
import { countMediaAndLocaleChanges } from './api/publishing/count-changes';
import { exposeGeneration } from './api/publishing/extend-schema';
import { runBootDuties } from './bootstrap/index';
import { registerDocumentMiddlewares } from './documents/index';
import { extendGraphqlSchema } from './graphql/extend-schema';
import { createLiveStatus } from './live-status/index';

let liveStatus: ReturnType<typeof createLiveStatus> | undefined;

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    registerDocumentMiddlewares(strapi);
    extendGraphqlSchema(strapi);
    exposeGeneration(strapi);
    liveStatus = createLiveStatus(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await runBootDuties(strapi);
    countMediaAndLocaleChanges(strapi);
    liveStatus?.start();
  },

  async destroy() {
    await liveStatus?.stop();
  },
};
