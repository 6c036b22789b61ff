import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ShareImage } from '../src/share-image/share-image.ts';
import type { PublisherState } from './publish-run.ts';
import type { ReleaseFile } from './releases/file-table.ts';
import type { ReleaseStore } from './releases/release-store.ts';

/** Work that can wait until a release is live, done by a process that yields to everything else. */
export type FinishingTask =
  | { kind: 'compress'; name: string; bytes: Uint8Array }
  | { kind: 'draw'; name: string; image: ShareImage };

/** Files that a task has made, by their path in a release. */
export type FinishingResult = Record<string, Uint8Array>;

/** Finished files that become one release together. */
const batch = 64;

interface Finished {
  /** Hash of the file that was compressed, by its name; what has changed since is not taken over. */
  sources: Map<string, string>;
  files: Map<string, ReleaseFile>;
}

/**
 * Makes the next part of what the live release can do better: images of pages for networks, and
 * files compressed as well as can be.
 * @returns undefined when nothing is left
 */
export async function prepareFinish(
  state: PublisherState,
  { objects, readFile }: ReleaseStore,
  shareFolder: string,
  signal: AbortSignal,
): Promise<Finished | undefined> {
  const { live } = state;
  if (live === undefined) return undefined;
  const tasks: FinishingTask[] = [];
  const sources = new Map<string, string>();
  for (const [name, image] of state.undrawn) {
    if (tasks.length >= batch) break;
    if (live.files.has(name)) state.undrawn.delete(name);
    else tasks.push({ kind: 'draw', name, image });
  }
  for (const name of state.unfinished) {
    if (tasks.length >= batch) break;
    const source = live.files.get(name);
    if (source === undefined) state.unfinished.delete(name);
    else {
      sources.set(name, source.hash);
      tasks.push({ kind: 'compress', name, bytes: await readFile(live, name) });
    }
  }
  if (tasks.length === 0) return undefined;
  const files = new Map<string, ReleaseFile>();
  for await (const result of work(tasks, shareFolder, signal))
    for (const [name, bytes] of Object.entries(result)) files.set(name, objects.put(bytes));
  return { sources, files };
}

/** What of the finished files still belongs to the live release. */
export function takeOver(state: PublisherState, { sources, files }: Finished) {
  for (const name of files.keys()) state.undrawn.delete(name);
  for (const [name, hash] of sources) {
    if (state.live?.files.get(name)?.hash === hash) state.unfinished.delete(name);
    else for (const suffix of ['.br', '.gz']) files.delete(name + suffix);
  }
  return files;
}

/** Hands the tasks to a process of their own, one at a time. */
async function* work(
  tasks: FinishingTask[],
  shareFolder: string,
  signal: AbortSignal,
): AsyncGenerator<FinishingResult> {
  const child = fork(fileURLToPath(new URL('./finisher.ts', import.meta.url)), [shareFolder], {
    serialization: 'advanced',
    execArgv: [],
    signal,
    killSignal: 'SIGKILL',
  });
  // An abort is told by the exit, too.
  child.on('error', () => undefined);
  const ended = new AbortController();
  child.once('exit', () => ended.abort(new Error('The process that finishes files has ended.')));
  try {
    for (const task of tasks) {
      const answer = once(child, 'message', { signal: ended.signal });
      child.send(task);
      const [result] = (await answer) as [FinishingResult | { error: string }];
      if (typeof result.error === 'string') throw new Error(result.error);
      yield result as FinishingResult;
    }
  } finally {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}
