/*
 * Loaded into a publisher under test: makes one of its file operations fail, or kills the process
 * there. Told which by messages of the parent process; says which operations there were.
 */
import fsSync from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** Records while there is a place, however far off. */
let armed = null;
let done = [];

/** @param {string} name @param {unknown[]} args */
function count(name, args) {
  const path = args.find((arg) => typeof arg === 'string') ?? '';
  // The heart beat of the lock comes at any moment.
  if (!armed || (name === 'utimes' && path.includes('/writers/'))) return;
  done.push([name, ...args.filter((arg) => typeof arg === 'string')]);
  if (done.length < armed.at) return;
  const { action, lasts } = armed;
  if (!lasts) armed = null;
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  throw Object.assign(new Error(`${action}: made to fail, ${name} '${path}'`), { code: action });
}

for (const name of ['mkdir', 'writeFile', 'rename', 'link', 'symlink', 'rm', 'rmdir', 'utimes']) {
  const original = fs[name];
  fs[name] = async (...args) => {
    count(name, args);
    return original(...args);
  };
}
for (const name of ['mkdir', 'writeFile', 'rename', 'utimes']) {
  const original = fsSync[`${name}Sync`];
  fsSync[`${name}Sync`] = (...args) => {
    count(name, args);
    return original(...args);
  };
}
const open = fs.open;
fs.open = async (...args) => {
  const handle = await open(...args);
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    count('sync', [args[0]]);
    return sync();
  };
  return handle;
};
syncBuiltinESMExports();

process.on('message', (message) => {
  armed = message.fault ?? null;
  process.send?.(done);
  done = [];
});
process.channel?.unref();
