import { timingSafeEqual } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import {
  changeIdAt,
  noChange,
  type RecordedChange,
  readGeneration,
} from '../api/publishing/content-generation';
import { environment } from '../environment';
import { kindOf } from '../live-status/kind-of';
import { verbOf } from '../live-status/verb-of';
import type { VersionSummary } from './contract';
import { versionUid } from './keep-versions';

type Context = Parameters<Core.ControllerHandler>[0];

/** Changes that are told at once; more than a terminal can show. */
const most = 500;

/**
 * Tells whoever runs this, by the key of the publisher, what was changed after one generation and up
 * to another, each named with the change that led to it, and in which release the history has seen it: what `npm run releases` says.
 */
export function registerReleaseChanges(strapi: Core.Strapi): void {
  strapi.server.routes({
    type: 'content-api',
    routes: [
      {
        method: 'GET',
        path: '/release-changes',
        info: { type: 'content-api' },
        config: { auth: false },
        handler: async (ctx: Context) => {
          if (!hasKey(ctx))
            throw new errors.UnauthorizedError('The header x-lectern-key is not right.');
          const { afterChange, toChange } = ctx.query;
          const after = Number(ctx.query.after);
          const to = Number(ctx.query.to);
          if (!Number.isInteger(after) || !Number.isInteger(to))
            throw new errors.ValidationError(
              'Could not list changes: "after" and "to" are not both whole numbers. Send two generations.',
            );
          if (
            (await isOfAnother(strapi, after, afterChange)) ||
            (await isOfAnother(strapi, to, toChange))
          )
            throw new errors.NotFoundError(
              'Could not list changes: this database was brought back to an earlier state since, and has counted others. Look into the history beside an entry.',
            );
          const changes: RecordedChange[] = await strapi.db
            .query('api::publishing.content-change')
            .findMany({
              where: { generation: { $gt: after, $lte: to } },
              orderBy: { generation: 'asc' },
              limit: most,
            });
          const versions = await versionsOf(strapi, changes);
          ctx.body = changes.map((change) => {
            const { generation, type, localeCode, action, title, actor, time } = change;
            const { liveAt, release } = versions.get(generation) ?? { ...change, release: null };
            return {
              generation,
              kind: kindOf(strapi, type),
              locale: localeCode,
              verb: verbOf(action),
              title,
              actor,
              release,
              // Of those without a time nobody has looked.
              isUnseen: time !== null && liveAt === null,
            };
          });
        },
      },
    ],
  });
}

/** Whether another change than the one that is named led to a generation, or none did so far. */
async function isOfAnother(
  strapi: Core.Strapi,
  generation: number,
  named: unknown,
): Promise<boolean> {
  const [known, latest] = [await changeIdAt(strapi, generation), await readGeneration(strapi)];
  // Of what is too old for the log nothing can be said.
  return generation > latest.value || (known !== noChange && known !== named);
}

/** What the history says of changes that have made versions, by generation. */
async function versionsOf(strapi: Core.Strapi, changes: readonly RecordedChange[]) {
  const versions: Pick<VersionSummary, 'generation' | 'liveAt' | 'release'>[] = await strapi.db
    .query(versionUid)
    .findMany({
      where: { generation: { $in: changes.map(({ generation }) => generation) } },
      select: ['generation', 'liveAt', 'release'],
    });
  return new Map(versions.map((version) => [version.generation, version]));
}

function hasKey(ctx: Context): boolean {
  const given = Buffer.from(ctx.request.get('x-lectern-key'));
  return (environment.PUBLISHER_KEYS ?? []).some((key) => {
    const expected = Buffer.from(key);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}
