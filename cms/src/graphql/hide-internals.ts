import type { GraphQLFormattedError } from 'graphql';

/** The part of a plugin of Apollo Server that is used here. */
interface AnswerPlugin {
  requestDidStart(): Promise<{
    willSendResponse(answer: {
      response: { body: { singleResult?: { errors?: readonly GraphQLFormattedError[] } } };
    }): Promise<void>;
  }>;
}

/** Errors of the server are told in its log. Strapi repeats them to whoever asks, SQL and all. */
export const hideInternals: AnswerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body } }) => {
      for (const { extensions } of body.singleResult?.errors ?? [])
        if (extensions?.code === 'INTERNAL_SERVER_ERROR') delete extensions.error;
    },
  }),
};
