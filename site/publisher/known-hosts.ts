import type { IncomingMessage } from 'node:http';

/**
 * Tells whether a request names this machine as those do who know it. A page in a browser can have
 * its own name lead to this machine, and would be of one origin with what it reads here; the name
 * in the request is still its own.
 * @param urls addresses under which others are told to come
 */
export function createHostCheck(
  urls: readonly (string | undefined)[],
): (request: IncomingMessage) => boolean {
  const names = new Set(['localhost', '127.0.0.1', '[::1]']);
  for (const url of urls) if (url !== undefined) names.add(new URL(url).hostname);
  return ({ headers, socket }) => {
    const named = `http://${headers.host}`;
    if (headers.host === undefined || !URL.canParse(named)) return false;
    const { hostname } = new URL(named);
    const localAddress = (socket.localAddress ?? '').replace(/^::ffff:/, '');
    // Health checks ask for the address itself, which no name of somebody else's is.
    return names.has(hostname) || [localAddress, `[${localAddress}]`].includes(hostname);
  };
}

/** What is said to those who come under another name. */
export const unknownHost = (setting: string) =>
  `This address is not known here. If it is right, set ${setting} to it.`;
