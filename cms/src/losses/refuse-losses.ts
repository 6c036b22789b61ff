import { AsyncLocalStorage } from 'node:async_hooks';
import { contentTypeOf, contentTypes, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import {
  type DocumentContext,
  type DocumentMiddleware,
  targetOf,
} from '../documents/document-middleware';
import { acceptHeader, type LosingAction, type Loss, type Losses } from './contract';
import { findLosses, type Losers } from './find-losses';

/** Losses that somebody has accepted before, whose request is over. */
const accepted = new AsyncLocalStorage<ReadonlySet<string>>();

/** Does something during which these losses are accepted, by their keys. */
export const acceptingLosses = <Result>(
  keys: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> => accepted.run(new Set(keys), work);

/** Requests of which the entries were looked at together. */
const looked = new WeakMap<object, Promise<unknown>>();

/**
 * Asks before visitors lose something: refuses, with everything that would be lost, until whoever
 * acts says that it is known. Code without a request may take entries off pages, and leave no dead links.
 */
export const guardLosses =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const losers = losersOf(strapi, context);
    if (losers === undefined) return next();
    const request = strapi.requestContext.get();
    const look = () => refuseLosses(strapi, losers);
    if (request === undefined || losers.documentIds.length === 1) await look();
    else {
      const together = looked.get(request) ?? look();
      looked.set(request, together);
      await together;
    }
    return next();
  };

/**
 * @param confirmed keys of what somebody has accepted before
 * @throws ValidationError that names what would be lost, unless that is accepted
 */
export async function refuseLosses(
  strapi: Core.Strapi,
  losers: Losers,
  confirmed: readonly string[] = [],
): Promise<Losses> {
  const found = await findLosses(strapi, losers);
  if (losers.type === 'Site') await refuseDefaultSite(strapi, losers, found);
  refuseUnconfirmed(strapi, found, confirmed);
  return found;
}

/** The same of losses that are known already. */
export function refuseUnconfirmed(
  strapi: Core.Strapi,
  found: Losses,
  confirmed: readonly string[] = [],
): void {
  const { losses, token } = found;
  const keys = accepted.getStore();
  const request = strapi.requestContext.get();
  const isAccepted =
    request === undefined || keys !== undefined
      ? losses.every(({ key, isDeadLink }) => !isDeadLink || keys?.has(key))
      : losses.every(({ key }) => confirmed.includes(key)) || request.get(acceptHeader) === token;
  if (isAccepted) return;
  const message = `Could not ${nameAction(found)} yet: ${describeLosses(losses)} ${remedyFor(losses)}`;
  throw new errors.ValidationError(message, { errors: [], losses: found });
}

/** Losses that a message names; the others are counted. */
const named = 3;

function describeLosses(losses: readonly Loss[]): string {
  const texts = losses.slice(0, named).map(({ text }) => text);
  const others = losses.length - texts.length;
  if (others > 0) texts.push(`And ${others} more.`);
  return texts.join(' ');
}

const remedyFor = (losses: readonly Loss[]): string =>
  losses.some(({ isDeadLink }) => isDeadLink)
    ? 'Change these links and publish that first, or go on and confirm it.'
    : 'Go on and confirm it if it is meant.';

/** The links that would lead nowhere and that nobody has accepted; undefined when there are none. */
export async function describeNewDeadLinks(
  strapi: Core.Strapi,
  losers: Losers,
  confirmed: readonly string[],
): Promise<string | undefined> {
  const { losses } = await findLosses(strapi, losers);
  const dead = losses.filter(({ key, isDeadLink }) => isDeadLink && !confirmed.includes(key));
  return dead.length === 0 ? undefined : describeLosses(dead);
}

const nameAction = ({ action, subject }: Losses) => `${action} ${subject}`;

/** Nothing can be published any more without the Site of the default language. */
async function refuseDefaultSite(
  strapi: Core.Strapi,
  { action, documentIds, where }: Losers,
  found: Losses,
): Promise<void> {
  if (action === 'publish') return;
  const { uid } = contentTypes.Site;
  const own = { ...where, documentId: { $in: [...documentIds] }, publishedAt: { $notNull: true } };
  const count = await strapi.db
    .query(uid)
    .count({ where: { $and: [own, { locale: defaultLocale }] } });
  if (count > 0)
    throw new errors.ValidationError(
      `Could not ${nameAction(found)}: all pages stand on it, and nothing could be published without it. Change it, and publish the change instead.`,
    );
}

const isLosing = (action: string): action is LosingAction =>
  ['publish', 'unpublish', 'delete'].includes(action);

/** What an action is done to: all entries of a request that names several. */
function losersOf(strapi: Core.Strapi, context: DocumentContext): Losers | undefined {
  const { action, uid } = context;
  const type = contentTypeOf(uid);
  const target = targetOf(context, undefined, defaultLocale);
  if (type === undefined || target === undefined || !isLosing(action)) return undefined;
  const request = strapi.requestContext.get();
  const { documentIds }: { documentIds?: unknown } = Object(request?.request.body);
  const several = Array.isArray(documentIds) ? documentIds.map(String) : [];
  const isOneOfSeveral = request?.params?.model === uid && several.includes(target.documentId);
  return {
    type,
    action,
    documentIds: isOneOfSeveral ? several : [target.documentId],
    where: target.where,
  };
}
