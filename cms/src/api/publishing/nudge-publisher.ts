import type { Core } from '@strapi/strapi';
import { Webhook } from 'standardwebhooks';
import { environment } from '../../environment';

const attempts = 5;
const deadline = 5_000;

/**
 * Tells the publisher that there is something new, signed as Standard Webhooks has it. Only a hint:
 * the publisher also asks by itself, so a message that never arrives costs time, not a publish.
 */
export function nudgePublisher(strapi: Core.Strapi, generation: number): void {
  const { PUBLISHER_URL: url, PUBLISHER_KEYS: keys } = environment;
  if (url === undefined || keys === undefined) return;
  const [key = ''] = keys.split(',');
  const id = `generation-${generation}`;
  const body = JSON.stringify({ type: 'content.changed', generation });
  const send = async (attempt: number): Promise<void> => {
    const timestamp = new Date();
    const response = await fetch(new URL('/hooks/content', url), {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(deadline),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
        'webhook-signature': new Webhook(key).sign(id, timestamp, body),
      },
      body,
    }).catch((error: unknown) => error);
    if (response instanceof Response && response.ok) return;
    const cause = response instanceof Response ? `status ${response.status}` : String(response);
    if (attempt === attempts) {
      strapi.log.warn(
        `Could not tell the publisher of content generation ${generation}: ${cause}. It will find out by itself.`,
      );
      return;
    }
    setTimeout(() => void send(attempt + 1), 200 * 2 ** attempt).unref();
  };
  void send(1);
}
