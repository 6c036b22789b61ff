import type { ServerResponse } from 'node:http';
import type { Publisher } from './publisher.ts';

/**
 * Sends the status as server-sent events, whenever it is another one. Who reads slowly gets the
 * newest one next, and not all that came before it.
 */
export function streamStatus(
  response: ServerResponse,
  { status, subscribe }: Pick<Publisher, 'status' | 'subscribe'>,
): void {
  let last = '';
  const send = () => {
    if (response.writableNeedDrain) return;
    const text = JSON.stringify(status());
    if (text === last) return;
    last = text;
    response.write(`data: ${text}\n\n`);
  };
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  send();
  response.on('drain', send);
  response.on('close', subscribe(send));
}
