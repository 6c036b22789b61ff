import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, type Settings } from './settings.ts';

export interface Service {
  name: string;
  /** Process id, which is also the id of its process group. */
  pid: number;
  /** Settles when the process has ended, for whatever reason. */
  ended: Promise<unknown>;
  stop(): Promise<void>;
}

interface ServiceOptions {
  folder: string;
  command: [program: string, ...args: string[]];
  /** Answers with a status below 500 once the service is ready. */
  readyUrl: string;
  environment?: NodeJS.ProcessEnv;
}

const readyWithin = 120_000;

/**
 * Starts a long-running process whose output goes to a log file in the data folder.
 * @throws Error with the end of the log when it ends, or is not ready within two minutes
 */
export async function startService(
  name: string,
  { folder, command, readyUrl, environment }: ServiceOptions,
  settings: Settings,
): Promise<Service> {
  const logFolder = join(settings.dataFolder, 'logs');
  const log = join(logFolder, `${name}.log`);
  await mkdir(logFolder, { recursive: true });
  const [program, ...args] = command;
  const output = await open(log, 'w');
  const child = spawn(join(root, 'node_modules', '.bin', program), args, {
    cwd: join(root, folder),
    env: { ...settings.environment, ...environment },
    stdio: ['ignore', output.fd, output.fd],
    // In a group of its own, so that Ctrl-C reaches it once, through `stop`.
    detached: true,
  });
  const ended = once(child, 'exit');
  await output.close();
  await waitUntilReady(name, child, readyUrl, log).catch(async (error: unknown) => {
    await stop(child, ended);
    throw error;
  });
  return { name, pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
}

async function waitUntilReady(name: string, child: ChildProcess, url: string, log: string) {
  const deadline = Date.now() + readyWithin;
  while (Date.now() < deadline) {
    if (hasEnded(child))
      throw new Error(`Could not start the ${name}. The end of ${log}:\n${await endOf(log)}`);
    const response = await fetch(url).catch(() => undefined);
    if (response && response.status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `The ${name} was not ready within two minutes. The end of ${log}:\n${await endOf(log)}`,
  );
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

const endOf = async (log: string) => (await readFile(log, 'utf8')).slice(-2000);
