/** Name of the token that may read drafts; every other token reads what is published. */
export const previewTokenName = 'Preview (reads drafts)';
export const siteTokenName = 'Site (reads published content)';

/** True when a request carries the preview token. */
export function isDraftReader(auth: unknown): boolean {
  const credentials = read(auth, 'credentials');
  return read(credentials, 'name') === previewTokenName;
}

/** True for a request that authenticated with an API token rather than as an administrator. */
export function isTokenRequest(auth: unknown): boolean {
  const strategy = read(auth, 'strategy');
  return read(strategy, 'name') === 'content-api-token';
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
