import { imageTypes } from '@lectern/shared-types';
import { operationLimits } from '../src/graphql/operation-limits';

const megabyte = 1024 * 1024;

export default () => ({
  graphql: {
    config: {
      depthLimit: 8,
      defaultLimit: 100,
      maxLimit: 1000,
      landingPage: false,
      apolloServer: {
        introspection: false,
        includeStacktraceInErrorResponses: false,
        hideSchemaDetailsFromClientErrors: true,
        validationRules: operationLimits,
      },
    },
  },
  upload: {
    config: {
      sizeLimit: 20 * megabyte,
      security: { allowedTypes: imageTypes },
    },
  },
});
