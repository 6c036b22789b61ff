import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import { explainFailure } from '../database/explain-failure';

/** How the request fails that is being answered. */
const failing = new AsyncLocalStorage<(error: unknown) => void>();

/**
 * Lets a request fail by itself when one of its checks does, or a query for which nobody waits. The
 * library of Strapi's checks (yup) leaves a failed look into the database to nobody: the request would
 * wait for ever, and Node.js, which ends at what nobody handles, would take the CMS from everybody.
 * Without a request it goes on when the database is away, and ends at anything else, as ever.
 */
export default (_: unknown, { strapi }: { strapi: Core.Strapi }): Core.MiddlewareHandler => {
  process.on('unhandledRejection', (error) => {
    const fail = failing.getStore();
    if (fail === undefined && explainFailure(error) === undefined) throw error;
    const cause = error instanceof Error ? error.stack : String(error);
    strapi.log.error(`Something failed for which nobody waits: ${cause}`);
    fail?.(error);
  });
  return (_context, next) =>
    new Promise<void>((resolve, reject) => {
      failing.run(reject, () => next().then(resolve, reject));
    });
};
