import type { Core } from '@strapi/strapi';
import { countMediaAndLocaleChanges } from './api/publishing/count-changes.js';
import { exposeGeneration } from './api/publishing/extend-schema.js';
import { runBootDuties } from './bootstrap/index.js';
import { useDocumentMiddlewares } from './documents/index.js';
import { extendGraphqlSchema } from './graphql/extend-schema.js';

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    useDocumentMiddlewares(strapi);
    extendGraphqlSchema(strapi);
    exposeGeneration(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await runBootDuties(strapi);
    countMediaAndLocaleChanges(strapi);
  },
};
