import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FinishingResult, FinishingTask } from './prepare-finish.ts';

/** Longest that one file may take, in milliseconds. */
const patience = 5 * 60_000;

/**
 * Hands tasks to a process of their own, one at a time. A task that fails, or that ends the process,
 * is answered with why, and the others go on.
 * @param folders of the objects and of the images that are kept
 * @throws Error when it is told to end
 */
export async function* finishOneByOne(
  tasks: readonly FinishingTask[],
  folders: string[],
  signal: AbortSignal,
): AsyncGenerator<{ task: FinishingTask; result: FinishingResult }> {
  let child: ChildProcess | undefined;
  try {
    for (const task of tasks) {
      if (child === undefined || hasEnded(child)) child = start(folders);
      const result = await ask(child, task, signal);
      signal.throwIfAborted();
      yield { task, result };
    }
  } finally {
    if (child !== undefined) await end(child);
  }
}

function start(folders: string[]): ChildProcess {
  const file = fileURLToPath(new URL('./finisher.ts', import.meta.url));
  const child = fork(file, folders, { execArgv: [] });
  // Whoever waits for an answer hears of it; nobody else has to.
  return child.on('error', () => undefined);
}

async function ask(
  child: ChildProcess,
  task: FinishingTask,
  aborted: AbortSignal,
): Promise<FinishingResult> {
  const ended = new AbortController();
  const onEnd = () => ended.abort(new Error('The process that finishes files has ended over it.'));
  const late = AbortSignal.timeout(patience);
  child.once('exit', onEnd).once('error', onEnd);
  try {
    const answer = once(child, 'message', {
      signal: AbortSignal.any([ended.signal, aborted, late]),
    });
    child.send(task);
    const [result] = await answer;
    return result;
  } catch (error) {
    await end(child);
    if (late.aborted) return { error: `It took longer than ${patience / 1000} seconds.` };
    return { error: String(ended.signal.reason ?? error) };
  } finally {
    child.off('exit', onEnd).off('error', onEnd);
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (!hasEnded(child)) await once(child, 'exit');
}
