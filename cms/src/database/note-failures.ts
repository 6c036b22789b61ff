import type { Core } from '@strapi/strapi';
import { explainFailure } from './explain-failure';

/**
 * Notes with each request why PostgreSQL could not be used for it. Strapi, its plugins and libraries
 * catch some of these failures and tell something else: that a language does not exist, that
 * somebody has no right, that a list is empty.
 * @returns what tells why, of the request that is being answered
 */
export function noteFailures({ db, requestContext }: Core.Strapi): () => string | undefined {
  const causes = new WeakMap<object, string>();
  const note = (error: unknown) => {
    const request = requestContext.get();
    const cause = explainFailure(error);
    if (request !== undefined && cause !== undefined) causes.set(request, cause);
  };
  db.connection.on('query-error', note);
  const { client } = db.connection;
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = () =>
    acquire().catch((error: unknown) => {
      note(error);
      throw error;
    });
  return () => causes.get(requestContext.get() ?? {});
}
