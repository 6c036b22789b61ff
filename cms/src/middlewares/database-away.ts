import type { Core } from '@strapi/strapi';
import { diskFull, explainFailure, readOnly, readOnlyFile } from '../database/explain-failure';
import { noteFailures } from '../database/note-failures';

/** Says of requests that the database has left without an answer that they can be sent again. */
export default (_: unknown, { strapi }: { strapi: Core.Strapi }): Core.MiddlewareHandler => {
  const notedCause = noteFailures(strapi);
  return async (context, next) => {
    const failed = await next().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    const cause = explainFailure(failed?.error) ?? notedCause();
    if (cause === undefined) {
      if (failed) throw failed.error;
      return;
    }
    strapi.log.error(`Could not use the database: ${cause}.`);
    if (cause === diskFull) {
      context.status = 507;
      const message =
        'Could not store this: the disk is full, and nothing was changed. Free some space, or ask whoever runs the CMS to, then do it again.';
      context.body = { data: null, error: { status: 507, name: 'DiskFull', message } };
      return;
    }
    context.set('Retry-After', '10');
    context.status = 503;
    const message =
      cause === readOnly || cause === readOnlyFile
        ? 'Could not do this: the database can only be read at the moment, so nothing was changed. Do it again later; if it stays so, ask whoever runs the CMS to look into its log.'
        : 'Could not do this: the database does not answer at the moment. Look whether it was done all the same, and if not, do it again.';
    context.body = { data: null, error: { status: 503, name: 'DatabaseAway', message } };
  };
};
