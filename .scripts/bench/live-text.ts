import type { HttpClient } from './http-client.ts';

/** Milliseconds between an answer and the next request: the error of every time to live. */
export const pollPause = 2;

/**
 * Asks for a page until it holds a text. Unchanged pages are answered with 304, so that asking costs
 * little of what is measured.
 * @returns when the page was there, undefined for never
 */
export async function waitForText(
  site: HttpClient,
  path: string,
  text: string,
  milliseconds: number,
): Promise<number | undefined> {
  const end = performance.now() + milliseconds;
  let etag = '';
  while (performance.now() < end) {
    const headers = { 'if-none-match': etag };
    const reply = await site.send('GET', path, { headers }).catch(() => undefined);
    etag = reply?.headers.etag ?? etag;
    if (reply?.status === 200 && reply.body.includes(text)) return performance.now();
    await pause(pollPause);
  }
  return undefined;
}

export const pause = (milliseconds: number) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
