import { contentTypeNames, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { GraphQLResolveInfo } from 'graphql';
import type { Stage } from '../../documents/document-middleware';
import { readChangedDrafts } from '../../preview/read-changed-drafts';
import { type ContentGeneration, readGeneration } from './content-generation';
import { changedEntriesLists, readChangedContent } from './read-changed-entries';

const readAll = contentTypeNames.map((name) => `${contentTypes[name].uid}.find`);

/** Adds the content generation to the GraphQL API, for whoever may read all content. */
export function exposeGeneration(strapi: Core.Strapi): void {
  const lists = Object.entries(changedEntriesLists)
    .map(([list, type]) => `${list}: [${type}!]!`)
    .join('\n          ');
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
          "When it was committed, ISO 8601; none for one that an older version has recorded."
          time: String
        }
        type ContentChanges {
          "False when the log does not reach back that far: read everything."
          isComplete: Boolean!
          """
          False when there are more: ask again from where these lead to, and use nothing before the
          latest has come, since the entries are as they are now.
          """
          isLatest: Boolean!
          "The generation that the changes lead to."
          generation: Int!
          "Id of the latest change."
          changeId: ID!
          changes: [ContentChange!]!
          "The changed entries at that generation."
          entries: ChangedEntries!
        }
        "The changed entries in the stage that was asked for, in every locale; others are not there."
        type ChangedEntries {
          ${lists}
        }
        extend type Query {
          contentGeneration: ContentGeneration!
          """
          What has changed after the generation that was read before, read at one moment. Of drafts,
          for the preview token alone: after a position in the list of what was saved.
          """
          contentChanges(
            value: Int!
            changeId: ID!
            status: PublicationStatus = PUBLISHED
          ): ContentChanges!
        }
      `,
      resolvers: {
        Query: {
          contentGeneration: { resolve: () => readGeneration(strapi) },
          contentChanges: {
            resolve: (
              _: unknown,
              { status, ...since }: ContentGeneration & { status: Stage },
              { state }: { state: { auth?: unknown } },
              info: GraphQLResolveInfo,
            ) =>
              status === 'draft'
                ? readChangedDrafts(strapi, since, state.auth, info)
                : readChangedContent(strapi, since, info),
          },
        },
      },
      resolversConfig: {
        'Query.contentGeneration': { auth: { scope: readAll } },
        'Query.contentChanges': { auth: { scope: readAll } },
      },
    });
}
