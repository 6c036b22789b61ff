import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const attempts = 5;
const deadline = 5_000;

interface Settings {
  PUBLISHER_URL?: string | undefined;
  PUBLISHER_KEYS?: [string, ...string[]] | undefined;
}

interface Message {
  /** Random: a database that was restored counts to the same generation again. Sent again, it stays. */
  id: string;
  generation: number;
}

/** Tells the publisher that the content has reached a generation. */
export type Nudge = (generation: number, warn: (message: string) => void) => void;

/**
 * Messages to the publisher, signed as Standard Webhooks has it. Only hints: the publisher also asks
 * by itself, so a message that never arrives costs time, not a publish. However many changes are
 * committed, one message is at work and one waits, the one about the latest of them.
 */
export function createNudge({ PUBLISHER_URL: url, PUBLISHER_KEYS: keys }: Settings): Nudge {
  if (url === undefined || keys === undefined) return () => {};
  const endpoint = new URL('/hooks/content', url);
  const webhook = new Webhook(keys[0]);
  let latest: Message | undefined;
  let isAtWork = false;
  let endPause = () => {};

  /** @returns why the message was not taken, or undefined when it was */
  const send = async ({ id, generation }: Message): Promise<string | undefined> => {
    const timestamp = new Date();
    const body = JSON.stringify({ type: 'content.changed', generation });
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(deadline),
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
          'webhook-signature': webhook.sign(id, timestamp, body),
        },
        body,
      });
      // Only an answer that was read to its end leaves the connection free for the next message.
      await response.arrayBuffer();
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return String(error);
    }
  };
  /** Waits before the next attempt, unless there is something newer to tell. */
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      endPause = resolve;
      setTimeout(resolve, milliseconds).unref();
    });
  const deliver = async (warn: (message: string) => void): Promise<void> => {
    let told: Message | undefined;
    for (let attempt = 1; latest !== undefined && told !== latest; attempt += 1) {
      const message = latest;
      const cause = await send(message);
      if (cause === undefined) {
        told = message;
        attempt = 0;
      } else if (message !== latest) attempt = 0;
      else if (attempt === attempts) {
        warn(
          `Could not tell the publisher of content generation ${message.generation}: ${cause}. It will find out by itself.`,
        );
        break;
      } else await pause(200 * 2 ** attempt);
    }
    isAtWork = false;
  };
  return (generation, warn) => {
    latest = { id: randomUUID(), generation };
    endPause();
    if (isAtWork) return;
    isAtWork = true;
    // After this tick: a transaction that counts 50 changes names them all in it.
    queueMicrotask(() => void deliver(warn));
  };
}
