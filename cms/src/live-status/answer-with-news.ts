import type { AdminContext } from '../access/admin-route';
import type { Revisions } from './revisions';

/** Longest that a request waits for news, in milliseconds. */
const longestWait = 20_000;

/**
 * What to answer at once, or with `?after=<revision>` when there is something newer than that.
 * @returns undefined when whoever asked has gone meanwhile
 */
export async function answerWithNews<Answer extends object>(
  ctx: AdminContext,
  revisions: Revisions,
  read: () => Promise<Answer>,
): Promise<(Answer & { revision: string }) | undefined> {
  const { after } = ctx.query;
  if (typeof after === 'string') {
    const gone = new AbortController();
    ctx.res.once('close', () => gone.abort());
    await revisions.waitForNext(after, longestWait, gone.signal);
    if (gone.signal.aborted) return undefined;
  }
  // Named first: what changes while it is read makes another revision.
  const revision = revisions.current();
  return { revision, ...(await read()) };
}
