import { readFileSync } from 'node:fs';

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Returns a signal that aborts when an end is wanted: somebody has sent a signal to this process, or
 * whoever started it is gone. The reason is the status to end with.
 */
export function watchStarter() {
  const stopped = new AbortController();
  for (const [signal, number] of Object.entries(numbers))
    process.on(signal, () => stopped.abort(128 + number));
  const parent = process.ppid;
  const npm = findNpmBehindShell(parent);
  setInterval(() => {
    if (process.ppid !== parent || (npm !== undefined && !isThere(npm)))
      stopped.abort(128 + numbers.SIGTERM);
  }, 500).unref();
  return stopped.signal;
}

/** Of Linux: some shells stay between npm and what it runs, and neither pass on nor notice an end. */
function findNpmBehindShell(parent) {
  if (process.platform !== 'linux') return undefined;
  const status = readFileSync(`/proc/${parent}/status`, 'utf8');
  const fieldOf = (key) => new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  return fieldOf('Name').endsWith('sh') ? Number(fieldOf('PPid')) : undefined;
}

function isThere(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
