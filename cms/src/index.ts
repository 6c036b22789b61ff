import type { Core } from '@strapi/strapi';
import { countMediaAndLocaleChanges } from './api/publishing/count-changes';
import { exposeGeneration } from './api/publishing/extend-schema';
import { runBootDuties } from './bootstrap/index';
import { registerDocumentMiddlewares } from './documents/index';
import { extendGraphqlSchema } from './graphql/extend-schema';

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    registerDocumentMiddlewares(strapi);
    extendGraphqlSchema(strapi);
    exposeGeneration(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await runBootDuties(strapi);
    countMediaAndLocaleChanges(strapi);
  },
};
