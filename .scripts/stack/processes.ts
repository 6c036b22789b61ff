import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Log, openLog } from './log.ts';
import { root, type Settings } from './settings.ts';

/** How a long-running program of the project is started. */
export interface ServiceOptions {
  folder: string;
  /** The program as it is called in `node_modules/.bin`, or a file in its folder. */
  program: string;
  args?: string[];
  /** Answers with a status below 500 once the service is ready. */
  readyUrl: string;
  environment?: NodeJS.ProcessEnv;
}

/** One process of a service. */
export interface Service {
  /** Process id, which is also the id of its process group. */
  pid: number;
  /** Settles when the process has ended, with how it did. */
  ended: Promise<string>;
  /** Settles once it answers. @throws Error with the end of its output when it ends before */
  ready(): Promise<void>;
  /** Ends it in order, or by force when that takes longer than ten seconds. */
  stop(): Promise<void>;
  /** Ends it at once, with all that it has started. */
  kill(): void;
}

/**
 * Arguments with which Node.js runs a program of `node_modules/.bin`, or a file. With a channel of
 * its own (`ipc`) it ends in order when this process ends or lets go of it.
 */
export const nodeArguments = (program: string, args: readonly string[] = []) => [
  `--import=${new URL('../run/end-with-parent.mjs', import.meta.url).href}`,
  program.includes('/') ? program : join(root, 'node_modules', '.bin', program),
  ...args,
];

const stopsWithin = 10_000;

/** Starts a process of a service; it ends when this process does, however that ends. */
export function spawnService(
  name: string,
  { folder, program, args, readyUrl, environment }: ServiceOptions,
  settings: Settings,
  log: Log,
): Service {
  const child = spawn(process.execPath, nodeArguments(program, args), {
    cwd: join(root, folder),
    env: { ...settings.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // In a group of its own, so that a signal of the terminal reaches it once, through `stop`.
    detached: true,
  });
  log.write(`\n--- ${new Date().toISOString()} The ${name} starts as process ${child.pid}.\n`);
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log.write(text);
      lastWords = (lastWords + text).slice(-2000);
    });
  const kill = () => killGroup(child.pid);
  let hasEnded = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`before it began: ${error.message}`));
    child.once('exit', (code, signal) => resolve(signal ? `by ${signal}` : `with status ${code}`));
  }).then((how) => {
    hasEnded = true;
    // What it has started itself.
    kill();
    return how;
  });
  return {
    pid: child.pid ?? 0,
    ended,
    kill,
    ready: async () => {
      while (!(await answers(readyUrl))) {
        if (hasEnded)
          throw new Error(`Could not start the ${name}. The end of ${log.path}:\n${lastWords}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      const timer = setTimeout(kill, stopsWithin);
      await ended;
      clearTimeout(timer);
    },
  };
}

/**
 * Starts a service and waits until it is ready.
 * @throws Error with the end of its output when it ends before
 */
export async function startService(
  name: string,
  options: ServiceOptions,
  settings: Settings,
): Promise<Service> {
  const service = spawnService(name, options, settings, await openServiceLog(name, settings));
  await service.ready();
  return service;
}

/** The log of a service, in the data folder. */
export async function openServiceLog(name: string, { dataFolder }: Settings): Promise<Log> {
  const file = join(dataFolder, 'logs', `${name.toLowerCase()}.log`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  return openLog(file, ({ message }) => console.error(`Could not write ${file}: ${message}.`));
}

/** True when a server answers at the address, whatever it says but a fault of its own. */
export const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    ({ status }) => status < 500,
    () => false,
  );

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
