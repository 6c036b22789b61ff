import { errors } from '@strapi/utils';
import type { AdminContext } from '../access/admin-route';
import { isAdministrator } from '../access/admin-tokens';
import { environment } from '../environment';

const patience = 30_000;

/** Tells the publisher to take off the site what waits for it: an administrator alone decides about so many pages. */
export async function confirmRemovals(ctx: AdminContext): Promise<{ isConfirmed: true }> {
  if (!isAdministrator(ctx)) throw new errors.ForbiddenError();
  const id: unknown = Object(ctx.request.body).id;
  if (typeof id !== 'string')
    throw new errors.ValidationError('Could not tell which pages are meant. Reload this page.');
  const { PUBLISHER_URL: url, PUBLISHER_KEYS: keys } = environment;
  if (url === undefined || keys === undefined)
    throw new errors.ApplicationError(
      'Could not take the pages off the site: the CMS was not told where the publisher is. Whoever runs it sets PUBLISHER_URL and PUBLISHER_KEYS.',
    );
  const response = await fetch(new URL('/removals', url), {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
    headers: { 'content-type': 'application/json', 'x-lectern-key': keys[0] },
    body: JSON.stringify({ id }),
  }).catch((cause: unknown) => {
    throw new errors.ApplicationError(
      `Could not take the pages off the site: the publisher does not answer (${cause}). Try again once it does.`,
    );
  });
  if (response.ok) return { isConfirmed: true };
  throw new errors.ApplicationError(await causeOf(response));
}

async function causeOf(response: Response): Promise<string> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const error: unknown = isJson ? Object(JSON.parse(text)).error : undefined;
  if (typeof error === 'string') return error;
  return `Could not take the pages off the site: the publisher answered with status ${response.status}. Try again in a minute.`;
}
