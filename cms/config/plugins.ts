import { hideInternals } from '../src/graphql/hide-internals';
import { maxTokens, operationLimits } from '../src/graphql/operation-limits';

const megabyte = 1024 * 1024;

export default () => ({
  graphql: {
    config: {
      depthLimit: 8,
      defaultLimit: 100,
      maxLimit: 1000,
      landingPage: false,
      apolloServer: {
        // No page in a browser asks: the site's server does.
        cors: false,
        introspection: false,
        persistedQueries: false,
        includeStacktraceInErrorResponses: false,
        hideSchemaDetailsFromClientErrors: true,
        parseOptions: { maxTokens },
        validationRules: operationLimits,
        plugins: [hideInternals],
      },
    },
  },
  upload: {
    config: {
      sizeLimit: 20 * megabyte,
      // Files are looked into (src/media/check-uploads.ts): what their names and senders say decides nothing.
      security: { allowedTypes: ['*/*'] },
    },
  },
});
