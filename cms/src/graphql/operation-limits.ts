import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import type { GraphQLError, ValidationContext } from 'graphql';

/** An operation that is refused is a fault of the request, not of the server. */
const refusal = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) => context?.reportError(error),
  ],
};

/** What one GraphQL operation may ask for; the site's largest needs 3 aliases and a cost of about 900. */
export const operationLimits = [
  maxAliasesRule({ n: 15, ...refusal }),
  costLimitRule({ maxCost: 5000, depthCostFactor: 1.5, ...refusal }),
];

/** Words and signs in an operation; the site's largest has 371. */
export const maxTokens = 1500;
