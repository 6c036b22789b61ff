import type { Core } from '@strapi/strapi';
import { explainFailure } from '../database/explain-failure';

/** Says of requests that the database has left without an answer that they can be sent again. */
export default (_: unknown, { strapi }: { strapi: Core.Strapi }): Core.MiddlewareHandler =>
  async (context, next) => {
    try {
      await next();
    } catch (error) {
      const cause = explainFailure(error);
      if (cause === undefined) throw error;
      strapi.log.error(`Could not use PostgreSQL: ${cause}.`);
      context.set('Retry-After', '10');
      context.status = 503;
      const message =
        'Could not do this: the database does not answer at the moment. Look whether it was done all the same, and if not, do it again.';
      context.body = { data: null, error: { status: 503, name: 'DatabaseAway', message } };
    }
  };
