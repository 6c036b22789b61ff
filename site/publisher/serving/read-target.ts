/** What a request asks for. */
export interface Target {
  /** Decoded; empty where a proxy is asked for a site without saying where in it. */
  path: string;
  /** As it was sent, with the question mark; empty without one. */
  query: string;
}

/**
 * Reads the target of a request, also in the form that proxies get (`http://site.example/plans/`).
 * @returns undefined for one that no address can be meant by
 */
export function readTarget(target: string): Target | undefined {
  const local = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*(?=[/?]|$)/i, '');
  const start = local.indexOf('?');
  const path = start < 0 ? local : local.slice(0, start);
  const query = start < 0 || start === local.length - 1 ? '' : local.slice(start);
  const isReadable =
    (path.startsWith('/') || path === '*' || local !== target) &&
    ![...target].some((character) => character < ' ' || character === '\u007f') &&
    !/%(?![0-9a-f]{2})/i.test(path);
  return isReadable ? { path: decode(path), query } : undefined;
}

/** Bytes that are no text become what no address holds. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return '/\ufffd';
    throw error;
  }
}
