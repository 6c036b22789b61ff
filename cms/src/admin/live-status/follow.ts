import { getFetchClient } from '@strapi/strapi/admin';
import { useCallback, useSyncExternalStore } from 'react';

/** What is known of something that the server is asked about again and again. */
export interface Followed<Data> {
  /** Absent until the first answer, and while the server cannot be asked. */
  data?: Data;
  /** Why there is no answer. */
  error?: string;
}

interface Follower {
  now: Followed<unknown>;
  listeners: Set<() => void>;
  stop: AbortController;
}

const followers = new Map<string, Follower>();
const nothing: Followed<never> = {};
const pause = 2_000;

/**
 * The latest answer of the server at a path, which waits for news when it is asked with `after`.
 * Whatever shows the same path shares one request, so that a page holds no more than one connection
 * of the few that a browser has; a page that nobody sees holds none.
 */
export function useFollowed<Data>(path: string | undefined): Followed<Data> {
  const subscribe = useCallback(
    (listener: () => void) => (path === undefined ? () => {} : join(path, listener)),
    [path],
  );
  const snapshot = () => (path === undefined ? nothing : (followers.get(path)?.now ?? nothing));
  return useSyncExternalStore(subscribe, snapshot) as Followed<Data>;
}

function join(path: string, listener: () => void): () => void {
  const follower = followers.get(path) ?? start(path);
  follower.listeners.add(listener);
  return () => {
    follower.listeners.delete(listener);
    if (follower.listeners.size > 0) return;
    follower.stop.abort();
    followers.delete(path);
  };
}

function start(path: string): Follower {
  const follower: Follower = { now: {}, listeners: new Set(), stop: new AbortController() };
  followers.set(path, follower);
  const tell = (now: Followed<unknown>) => {
    follower.now = now;
    for (const listener of follower.listeners) listener();
  };
  void ask(path, tell, follower.stop.signal);
  return follower;
}

async function ask(
  path: string,
  tell: (now: Followed<unknown>) => void,
  stop: AbortSignal,
): Promise<void> {
  const { get } = getFetchClient();
  const separator = path.includes('?') ? '&' : '?';
  let revision: string | undefined;
  while (!stop.aborted) {
    const after = revision === undefined ? '' : `${separator}after=${revision}`;
    const hidden = new AbortController();
    const hide = () => document.hidden && hidden.abort();
    document.addEventListener('visibilitychange', hide);
    try {
      const signal = AbortSignal.any([stop, hidden.signal]);
      const { data } = await get<{ revision: string }>(path + after, { signal });
      if (data.revision !== revision) tell({ data });
      revision = data.revision;
    } catch (error) {
      if (stop.aborted) return;
      if (!hidden.signal.aborted) {
        // What was known may be wrong by now.
        revision = undefined;
        tell({ error: error instanceof Error ? error.message : String(error) });
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    } finally {
      document.removeEventListener('visibilitychange', hide);
    }
    if (document.hidden) await becomesVisible(stop);
  }
}

function becomesVisible(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const options = { signal: stop };
    document.addEventListener('visibilitychange', () => !document.hidden && resolve(), options);
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
}
