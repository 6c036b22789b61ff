import type { Core } from '@strapi/strapi';
import type { Revisions } from './revisions';

type Context = Parameters<Core.ControllerHandler>[0];

/** Longest that a request waits for news, in milliseconds. */
const longestWait = 20_000;

/** Answers at once, or with `?after=<revision>` when there is something newer than that. */
export async function answerWithNews(
  ctx: Context,
  revisions: Revisions,
  read: () => Promise<object>,
): Promise<void> {
  const { after } = ctx.query;
  if (typeof after === 'string') {
    const gone = new AbortController();
    ctx.res.once('close', () => gone.abort());
    await revisions.waitForNext(after, longestWait, gone.signal);
    if (gone.signal.aborted) return;
  }
  // Named first: what changes while it is read makes another revision.
  const revision = revisions.current();
  ctx.body = { revision, ...(await read()) };
}
