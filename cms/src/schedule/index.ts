import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { onContentChange } from '../api/publishing/content-generation';
import { createRevisions } from '../live-status/revisions';
import { carryOut } from './carry-out';
import { createPlanner } from './planner';
import { addRoutes } from './routes';
import { type ActionRow, actionUid } from './scheduled-actions';

/** Publishes and unpublishes at the times that editors have chosen, and tells the admin of it. */
export function createSchedule(strapi: Core.Strapi) {
  const revisions = createRevisions();
  const actions = () => strapi.db.query(actionUid);
  let stopListening = () => {};
  let seen = '';

  /** Tells the admin also of what another process has planned or done. */
  const noticeOthers = async (): Promise<void> => {
    const count: number = await actions().count();
    const [latest]: { id: number; updatedAt: string }[] = await actions().findMany({
      orderBy: { updatedAt: 'desc' },
      limit: 1,
    });
    const now = `${count} ${latest?.id} ${latest?.updatedAt}`;
    if (now !== seen) revisions.advance();
    seen = now;
  };

  const planner = createPlanner<ActionRow>({
    now: Date.now,
    wait: (milliseconds, signal) =>
      pause(milliseconds, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      }),
    findDue: (now) =>
      actions().findMany({
        where: { state: 'planned', dueAt: { $lte: new Date(now) } },
        orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
      }),
    findNext: async (after) => {
      await noticeOthers();
      const next: ActionRow | null = await actions().findOne({
        where: { state: 'planned', dueAt: { $gt: new Date(after) } },
        orderBy: { dueAt: 'asc' },
      });
      return next === null ? null : Date.parse(next.dueAt);
    },
    nameOf: ({ id, dueAt }) => `${id} ${dueAt}`,
    carryOut: async (action) => {
      await carryOut(strapi, action).finally(revisions.advance);
    },
    warn: (message) => strapi.log.warn(message),
  });

  addRoutes(strapi, revisions, () => {
    planner.wake();
    revisions.advance();
  });

  return {
    start: () => {
      stopListening = onContentChange(revisions.advance);
      // A command that loads the CMS without serving it carries out nothing.
      strapi.server.httpServer.once('listening', planner.start);
    },
    stop: async () => {
      stopListening();
      await planner.stop();
      revisions.close();
    },
  };
}
