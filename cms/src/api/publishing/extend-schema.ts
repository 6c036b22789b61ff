import type { Core } from '@strapi/strapi';
import { readGeneration } from './content-generation';

/** Adds the content generation to the GraphQL API, for whoever may read landing pages. */
export function exposeGeneration(strapi: Core.Strapi): void {
  strapi
    .plugin('graphql')
    .service('extension')
    .use({
      typeDefs: /* GraphQL */ `
        "Counts the changes that the site can show."
        type ContentGeneration {
          "Number of changes so far."
          value: Int!
          "Id of the latest change, which differs when a database was restored."
          changeId: ID!
        }
        extend type Query {
          contentGeneration: ContentGeneration!
        }
      `,
      resolvers: { Query: { contentGeneration: { resolve: () => readGeneration(strapi) } } },
      resolversConfig: {
        'Query.contentGeneration': { auth: { scope: ['api::landing-page.landing-page.find'] } },
      },
    });
}
