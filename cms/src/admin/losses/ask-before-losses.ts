import { acceptHeader, type Losses } from '../../losses/contract';
import { declined } from '../declined/declined';

/** Whoever asks the person in front of the page; resolves with whether to go on. */
type Ask = (losses: Losses) => Promise<boolean>;

let ask: Ask | undefined;

/** Has a part of the page ask from now on. @returns what ends that */
export function askWith(by: Ask): () => void {
  ask = by;
  return () => {
    if (ask === by) ask = undefined;
  };
}

/**
 * Whatever request is refused since visitors would lose something is asked about and sent again with
 * the answer. Around `fetch`, since every way there goes through it: buttons, lists, shortcuts, plans.
 * Strapi has no seam of its own around its requests.
 */
export function askBeforeLosses(): void {
  const send = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    let response = await send(input, init);
    for (;;) {
      const losses = response.status === 400 ? await lossesIn(response.clone()) : undefined;
      if (losses === undefined || ask === undefined) return response;
      if (!(await ask(losses))) return declined('Everything was left as it is.');
      const headers = new Headers(init?.headers);
      headers.set(acceptHeader, losses.token);
      response = await send(input, { ...init, headers });
    }
  };
}

async function lossesIn(response: Response): Promise<Losses | undefined> {
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  const { error }: { error?: { details?: { losses?: Losses } } } = Object(await response.json());
  return error?.details?.losses;
}
