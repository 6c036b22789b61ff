import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../stack/settings.ts';

/** The PostgreSQL server of the tests, in a process of its own. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
      join(root, 'cms', 'tests', 'harness', 'postgres-process.ts'),
    ],
    // In a group of its own, so that Ctrl-C reaches it once, through `stop`.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new Error('PostgreSQL did not start: it has no output.');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), ended.then(() => undefined)]);
  if (first === undefined) throw new Error('PostgreSQL did not start; its reason is above.');
  return {
    url: String(first[0]),
    stop: async () => {
      child.stdin?.end();
      await ended;
    },
  };
}
