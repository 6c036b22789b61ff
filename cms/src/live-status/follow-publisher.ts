import type { PublisherStatus } from '@lectern/shared-types';
import { readEvents } from './read-events';

/** What is known of the publisher. */
export interface PublisherView {
  /** What it said last; undefined until it was first heard. */
  status?: PublisherStatus;
  isReachable: boolean;
  /** Since when it has been reachable, or when it was last heard. */
  since: Date;
}

interface FollowOptions {
  url: string;
  /** Called with what is new before it counts, the next one only when this one is dealt with. */
  prepare(view: PublisherView): Promise<void>;
  /** Called once it counts. */
  onChange(): void;
  warn(message: string): void;
}

/** Longest that the publisher may take to answer, and between two times it is asked, in milliseconds. */
const patience = 5_000;
const firstPause = 100;

/**
 * Follows what the publisher says over one connection that is opened again whenever it is lost. The
 * connection itself does not tell when the other side stands still, so it is also asked now and then.
 */
export function followPublisher({ url, prepare, onChange, warn }: FollowOptions) {
  const endpoint = new URL('/status', url);
  const closing = new AbortController();
  let view: PublisherView = { isReachable: false, since: new Date() };
  let lastContact = view.since;
  let work = Promise.resolve();

  const change = (next: Pick<PublisherView, 'isReachable' | 'status'>): Promise<void> => {
    work = work.then(async () => {
      const since = next.isReachable === view.isReachable ? view.since : lastContact;
      await prepare({ ...next, since });
      view = { ...next, since };
      onChange();
    });
    return work;
  };
  const hear = (text: string): Promise<void> => {
    lastContact = new Date();
    return change({ isReachable: true, status: parseStatus(text) });
  };

  /** Settles with the reason for which the connection has ended. */
  const listen = async (): Promise<unknown> => {
    const lost = new AbortController();
    const signal = AbortSignal.any([closing.signal, lost.signal]);
    const opening = setTimeout(() => lost.abort(new Error('it does not answer')), patience);
    let last = '';
    const asking = setInterval(async () => {
      try {
        const response = await fetch(endpoint, { signal: AbortSignal.timeout(patience) });
        const text = (await response.text()).trim();
        lastContact = new Date();
        if (text !== last) await hear(text);
        last = text;
      } catch (error) {
        lost.abort(error);
      }
    }, patience);
    try {
      const headers = { accept: 'text/event-stream' };
      const response = await fetch(endpoint, { headers, signal, redirect: 'error' });
      clearTimeout(opening);
      if (response.body === null || response.headers.get('content-type') !== headers.accept)
        throw new Error(`it answers with status ${response.status} instead of its own status`);
      for await (const text of readEvents(response.body)) {
        last = text;
        await hear(text);
      }
      lastContact = new Date();
      return new Error('it has ended the connection');
    } catch (error) {
      return error;
    } finally {
      clearTimeout(opening);
      clearInterval(asking);
    }
  };

  const follow = async (): Promise<void> => {
    let pause = 0;
    while (!closing.signal.aborted) {
      const before = view.status;
      const cause = await listen();
      if (closing.signal.aborted) return;
      const wasHeard = view.status !== before;
      // One that was heard a moment ago may only have restarted: it is unreachable when it does not
      // answer the next time either.
      if (!wasHeard && (view.isReachable || pause === 0)) {
        warn(`Could not follow the publisher at ${url}: ${messageOf(cause)}. It is tried again.`);
        await change({ ...view, isReachable: false });
      }
      pause = wasHeard ? firstPause : Math.min(patience, Math.max(firstPause, pause * 2));
      await wait(pause, closing.signal);
    }
  };

  const following = follow();
  return {
    view: () => view,
    close: async () => {
      closing.abort();
      await following;
    },
  };
}

/** @throws Error for an answer that is not a publisher's status */
function parseStatus(text: string): PublisherStatus {
  const status = JSON.parse(text);
  const { liveChangeId, blocked, removals } = Object(status);
  if (liveChangeId === undefined || !Array.isArray(blocked) || removals === undefined)
    throw new Error('what it says is not the status of a publisher of this version');
  return status;
}

function messageOf(error: unknown): string {
  const { message, cause } = Object(error);
  return cause?.code ?? cause?.message ?? message ?? String(error);
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
