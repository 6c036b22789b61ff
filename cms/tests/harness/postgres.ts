import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Postgres {
  url: string;
  /** Stops and starts it; whoever is connected is thrown out. */
  restart(): Promise<void>;
  /** Stops it, does some work without it, and starts it. */
  without(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL server of its own, with an empty database. Works as root, too.
 * @param settings of PostgreSQL, such as `max_connections=20`
 */
export async function startPostgres(settings: string[] = []): Promise<Postgres> {
  const program = join(import.meta.dirname, 'postgres-process.ts');
  const child = spawn(process.execPath, [program, ...settings], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const answered = async (): Promise<string> => {
    const first = await Promise.race([once(lines, 'line'), ended.then(() => undefined)]);
    if (first === undefined) throw new Error('PostgreSQL did not start.');
    return String(first[0]);
  };
  const tell = async (order: 'start' | 'stop') => {
    child.stdin.write(`${order}\n`);
    await answered();
  };
  const without = async (work: () => Promise<void>) => {
    await tell('stop');
    try {
      await work();
    } finally {
      await tell('start');
    }
  };
  return {
    url: await answered(),
    restart: () => without(async () => {}),
    without,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
