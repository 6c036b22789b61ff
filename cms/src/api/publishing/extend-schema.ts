import type { Core } from '@strapi/strapi';
import { type ContentGeneration, readChangesSince, readGeneration } from './content-generation';

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
        "One change that the site can show."
        type ContentChange {
          generation: Int!
          "Strapi uid of what changed."
          type: String!
          "Document id; none when the change covers a whole type."
          entryId: ID
          "None when the change covers every locale."
          localeCode: String
          action: String!
        }
        type ContentChanges {
          "False when the log does not reach back that far: read everything."
          isComplete: Boolean!
          "Id of the latest change."
          changeId: ID!
          changes: [ContentChange!]!
        }
        extend type Query {
          contentGeneration: ContentGeneration!
          "What has changed after the generation that was read before."
          contentChanges(value: Int!, changeId: ID!): ContentChanges!
        }
      `,
      resolvers: {
        Query: {
          contentGeneration: { resolve: () => readGeneration(strapi) },
          contentChanges: {
            resolve: (_: unknown, since: ContentGeneration) => readChangesSince(strapi, since),
          },
        },
      },
      resolversConfig: {
        'Query.contentGeneration': { auth: { scope: ['api::landing-page.landing-page.find'] } },
        'Query.contentChanges': { auth: { scope: ['api::landing-page.landing-page.find'] } },
      },
    });
}
