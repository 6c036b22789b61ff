import { root } from './root.mjs';

/** Turns the output of an installation that failed into what is in the way and what to do. */
export function explainNpm(output) {
  const fieldOf = (key) =>
    new RegExp(`^npm (?:error|ERR!) ${key} (.*)$`, 'm').exec(output)?.[1] ?? '';
  const code = fieldOf('code');
  const path = fieldOf('path');
  if (code === 'ENOSPC' || output.includes('ENOSPC'))
    return 'the disk is full. Free some space and run the command again.';
  if (path.includes('_cacache'))
    return `npm cannot write its cache, ${path} (${code}). Give yourself write permission, or name another folder, for example npm_config_cache=/tmp/npm-cache npm start.`;
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return `${path || root} cannot be written. Give yourself write permission and run the command again.`;
  if (isNetworkFault(code))
    return `npm does not reach its registry (${code}). Look at your connection, your proxy (HTTPS_PROXY) and "npm config get registry", and run the command again.`;
  return `npm says:\n${output.trimEnd().split('\n').slice(-20).join('\n')}`;
}

const isNetworkFault = (code) =>
  /^(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|E40|E50|ENOTCACHED)/.test(
    code,
  ) || /CERT|SIGNATURE|TLS|SSL/.test(code);
