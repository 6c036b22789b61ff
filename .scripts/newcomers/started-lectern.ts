import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../stack/settings.ts';

/** A process that was started on behalf of `npm start`, however indirectly. */
interface StartedProcess {
  pid: number;
  command: string;
}

/** An `npm start` in a process group of its own, as in a terminal. */
export interface StartedLectern {
  npm: ChildProcess;
  /** What it has written to the terminal so far. */
  output(): string;
  /** Waits until the terminal shows a text, and fails when it ends before. */
  shows(text: string): Promise<void>;
  /** Its processes, npm included, found by a mark in their environment. Linux alone. */
  processes(): Promise<StartedProcess[]>;
  /** Waits for a process whose command line has a text in it. */
  process(part: string): Promise<StartedProcess>;
  /** A signal to the whole group, which is what a terminal sends. */
  signalGroup(signal: NodeJS.Signals): void;
  /** Waits until none of its processes is left. */
  gone(): Promise<void>;
  /** Ends whatever is left, at once. */
  remove(): Promise<void>;
}

interface StartOptions {
  folder?: string;
  command?: [program: string, ...args: string[]];
  environment: NodeJS.ProcessEnv;
}

export function startLectern({
  folder = root,
  command: [program, ...args] = ['npm', 'start'],
  environment,
}: StartOptions): StartedLectern {
  const mark = `LECTERN_TEST=${randomUUID()}`;
  const npm = spawn(program, args, {
    cwd: folder,
    env: { ...environment, [mark.slice(0, mark.indexOf('='))]: mark.slice(mark.indexOf('=') + 1) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  let hasEnded = false;
  const ended = once(npm, 'exit').then(() => {
    hasEnded = true;
  });

  const processes = async () => {
    const found = await Promise.all((await readdir('/proc')).map((pid) => readProcess(pid, mark)));
    return found.filter((each) => each !== undefined);
  };
  const gone = async () => {
    await ended;
    while ((await processes()).length > 0) await tick();
  };
  return {
    npm,
    output: () => output,
    processes,
    gone,
    shows: async (text) => {
      while (!output.includes(text)) {
        if (hasEnded) throw new Error(`It ended without showing "${text}":\n${output}`);
        await tick();
      }
    },
    process: async (part) => {
      for (;;) {
        const found = (await processes()).find(({ command }) => command.includes(part));
        if (found !== undefined) return found;
        if (hasEnded) throw new Error(`It ended before there was "${part}":\n${output}`);
        await tick();
      }
    },
    signalGroup: (signal) => void process.kill(-(npm.pid ?? 0), signal),
    remove: async () => {
      for (const { pid } of await processes()) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
        }
      }
      await gone();
    },
  };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

async function readProcess(pid: string, mark: string): Promise<StartedProcess | undefined> {
  if (!/^\d+$/.test(pid)) return undefined;
  const read = (file: string) => readFile(join('/proc', pid, file), 'utf8').catch(() => '');
  const variables = await read('environ');
  if (!variables.split('\0').includes(mark)) return undefined;
  return { pid: Number(pid), command: (await read('cmdline')).replaceAll('\0', ' ') };
}
