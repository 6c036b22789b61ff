import {
  contentTypeOf,
  contentTypes,
  type DraftEntry,
  defaultLocale,
  isLocale,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import pLimit from 'p-limit';
import { z } from 'zod';
import { type AdminContext, addAdminRoutes, adminRoute } from '../access/admin-route';
import { mayReadWhole, permissionsOn, readableTypes } from '../access/entry-permissions';
import { nameableTo } from '../access/nameable-entries';
import { askPublisher } from './ask-publisher';
import { findWaiting } from './find-waiting';
import { readDrafts } from './read-drafts';

const entry = z.object({
  uid: z.string(),
  documentId: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
  locale: z.string().nullish(),
});
const question = z.object({
  entries: z.array(entry).min(1).max(200),
  isWhole: z.boolean().default(false),
});

/** Longest that an answer may take, in milliseconds: rendering takes as long as there are pages. */
const deadline = 30_000;
const deadlineOfWhole = 300_000;

/** Questions of one user that the publisher has at once, which answers one after the other. */
const questionsAtOnce = 2;
const wholeQuestionsAtOnce = 1;

/**
 * What waits to be published and what publishing it would do, for whoever may read the entries.
 * @param hindranceOf why nothing goes live at the moment; null while it does
 */
export function registerCandidateRoutes(
  strapi: Core.Strapi,
  hindranceOf: () => string | null,
): void {
  const turns = createTurns(questionsAtOnce);
  const wholeTurns = createTurns(wholeQuestionsAtOnce);
  addAdminRoutes(strapi, [
    adminRoute('GET', '/candidate', async (ctx) => {
      const types = readableTypes(strapi, ctx);
      if (types.length === 0) throw new errors.ForbiddenError();
      return findWaiting(strapi, types, nameableTo(strapi, ctx));
    }),
    adminRoute('POST', '/candidate/check', async (ctx) => {
      const { entries, isWhole } = readQuestion(ctx);
      await refuseUnreadable(strapi, ctx, entries);
      const gone = new AbortController();
      ctx.res.once('close', () => gone.abort());
      const takeTurn = isWhole ? wholeTurns : turns;
      const { status, body } = await takeTurn(ctx.state.user.id, () => {
        const late = AbortSignal.timeout(isWhole ? deadlineOfWhole : deadline);
        const signal = AbortSignal.any([gone.signal, late]);
        return askPublisher('/check', { entries, isWhole }, signal);
      });
      ctx.status = status;
      return status === 200 ? { ...Object(body), hindrance: hindranceOf() } : body;
    }),
  ]);
}

/** Lets each user do so many things at once; what else they ask for waits, and nobody else for it. */
function createTurns(count: number) {
  const turns = new Map<number, pLimit.Limit>();
  return <Result>(user: number, act: () => Promise<Result>): Promise<Result> => {
    const turn = turns.get(user) ?? pLimit(count);
    turns.set(user, turn);
    return turn(act);
  };
}

/** @throws ValidationError for a body that does not name entries of the site */
function readQuestion(ctx: AdminContext): { entries: DraftEntry[]; isWhole: boolean } {
  const { data } = question.safeParse(ctx.request.body);
  const entries = (data?.entries ?? []).flatMap(({ uid, documentId, locale }) => {
    const type = contentTypeOf(uid);
    const asked = locale ?? defaultLocale;
    return type === undefined || !isLocale(asked) ? [] : [{ type, documentId, locale: asked }];
  });
  if (data === undefined || entries.length !== data.entries.length)
    throw new errors.ValidationError(
      'Could not look at the pages: the request does not name entries of the site. Send uid, documentId and locale of 1 to 200 entries.',
    );
  return { entries, isWhole: data.isWhole };
}

/** @throws NotFoundError for a draft that is not there, ForbiddenError for one that the user may not read */
async function refuseUnreadable(
  strapi: Core.Strapi,
  ctx: AdminContext,
  entries: readonly DraftEntry[],
): Promise<void> {
  for (const [type, own] of Map.groupBy(entries, (each) => each.type)) {
    const permissions = permissionsOn(strapi, ctx, type);
    if (permissions.cannot.read()) throw new errors.ForbiddenError('You may not read this entry.');
    const documentId = { $in: own.map((each) => each.documentId) };
    const drafts = await readDrafts(strapi, type, { documentId });
    const { isLocalized } = contentTypes[type];
    for (const asked of own) {
      const draft = drafts.find(
        (each) =>
          each.documentId === asked.documentId && (!isLocalized || each.locale === asked.locale),
      );
      if (draft === undefined)
        throw new errors.NotFoundError(
          'Could not look at the pages: this draft was deleted, or is not saved yet. Save it, or look under “Deleted entries” in the menu.',
        );
      if (!mayReadWhole(strapi, permissions, type, draft))
        throw new errors.PolicyError(
          'Could not look at the pages: you may not read this entry, or only some of its fields, and the pages show all of it. Ask somebody who may.',
        );
    }
  }
}
