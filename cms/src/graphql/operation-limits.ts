import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';

/** What one GraphQL operation may ask for; the site's largest needs 3 aliases and a cost of about 900. */
export const operationLimits = [
  maxAliasesRule({ n: 15 }),
  costLimitRule({ maxCost: 5000, depthCostFactor: 1.5 }),
];
