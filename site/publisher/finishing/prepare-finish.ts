import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ShareImage } from '../../src/share-image/share-image.ts';
import type { PublisherState } from '../publish-run.ts';
import type { ReleaseFile } from '../releases/file-table.ts';
import type { ReleaseStore } from '../releases/release-store.ts';

/** Work that can wait until a release is live, done by a process that yields to everything else. */
export type FinishingTask =
  /** `hash` names the object to compress. */
  | { kind: 'compress'; name: string; hash: string }
  | { kind: 'draw'; name: string; image: ShareImage };

/** Stored files that a task has made, with their path in a release, or why it could not. */
export type FinishingResult = { files: (readonly [string, ReleaseFile])[] } | { error: string };

/** Finished files that become one release together. */
const batch = 64;

export interface Finished {
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
  { live, undrawn, unfinished }: PublisherState,
  { objects }: ReleaseStore,
  shareFolder: string,
  signal: AbortSignal,
): Promise<Finished | undefined> {
  if (live === undefined) return undefined;
  const tasks: FinishingTask[] = [];
  const sources = new Map<string, string>();
  for (const [name, image] of undrawn) {
    if (tasks.length >= batch) break;
    if (live.files.has(name)) undrawn.delete(name);
    else tasks.push({ kind: 'draw', name, image });
  }
  for (const name of unfinished) {
    if (tasks.length >= batch) break;
    const source = live.files.get(name);
    if (source === undefined) unfinished.delete(name);
    else {
      sources.set(name, source.hash);
      tasks.push({ kind: 'compress', name, hash: source.hash });
    }
  }
  if (tasks.length === 0) return undefined;
  const files = new Map<string, ReleaseFile>();
  for await (const made of work(tasks, [objects.folder, shareFolder], signal))
    for (const [name, file] of made) files.set(name, file);
  return { sources, files };
}

/** What of the finished files still belongs to the live release. */
export function takeOver(
  { live, undrawn, unfinished }: PublisherState,
  { sources, files }: Finished,
): Map<string, ReleaseFile> {
  for (const name of files.keys()) undrawn.delete(name);
  for (const [name, hash] of sources) {
    if (live?.files.get(name)?.hash === hash) unfinished.delete(name);
    else for (const suffix of ['.br', '.gz']) files.delete(name + suffix);
  }
  return files;
}

/** Hands the tasks to a process of their own, one at a time. */
async function* work(tasks: FinishingTask[], folders: string[], signal: AbortSignal) {
  const child = fork(fileURLToPath(new URL('./finisher.ts', import.meta.url)), folders, {
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
      const [result]: FinishingResult[] = await answer;
      if (result === undefined || 'error' in result) throw new Error(result?.error);
      yield result.files;
    }
  } finally {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}
