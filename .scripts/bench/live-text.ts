import type { HttpClient } from './http-client.ts';

/** Milliseconds between an answer and the next request: the error of every time to live. */
export const pollPause = 2;

/**
 * Asks for a page until it holds a text.
 * @returns when the page was there, undefined for never
 */
export async function waitForText(
  site: HttpClient,
  path: string,
  text: string,
  milliseconds: number,
): Promise<number | undefined> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const reply = await site.send('GET', path).catch(() => undefined);
    if (reply?.status === 200 && reply.body.includes(text)) return performance.now();
    await pause(pollPause);
  }
  return undefined;
}

export const pause = (milliseconds: number) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
