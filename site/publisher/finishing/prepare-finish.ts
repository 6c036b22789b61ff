import type { ShareImage } from '../../src/share-image/share-image.ts';
import type { PublisherState } from '../publisher-state.ts';
import type { ReleaseFile } from '../releases/file-table.ts';
import type { ReleaseStore } from '../releases/release-store.ts';
import { finishOneByOne } from './finisher-process.ts';

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
  /** Why a file could not be made, by the name of the one it was to be made for. */
  failures: Map<string, string>;
}

/**
 * Makes the next part of what the live release can do better: images of pages for networks, and
 * files compressed as well as can be.
 * @param left names of what is left out this time
 * @returns undefined when nothing is left to do
 */
export async function prepareFinish(
  { live, undrawn, unfinished }: PublisherState,
  { objects }: ReleaseStore,
  shareFolder: string,
  left: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Finished | undefined> {
  if (live === undefined) return undefined;
  const tasks: FinishingTask[] = [];
  const sources = new Map<string, string>();
  for (const [name, image] of undrawn) {
    if (tasks.length >= batch) break;
    if (live.files.has(name)) undrawn.delete(name);
    else if (!left.has(name)) tasks.push({ kind: 'draw', name, image });
  }
  for (const name of unfinished) {
    if (tasks.length >= batch) break;
    const source = live.files.get(name);
    if (source === undefined) unfinished.delete(name);
    else if (!left.has(name)) {
      sources.set(name, source.hash);
      tasks.push({ kind: 'compress', name, hash: source.hash });
    }
  }
  if (tasks.length === 0) return undefined;
  const files = new Map<string, ReleaseFile>();
  const failures = new Map<string, string>();
  for await (const { task, result } of finishOneByOne(
    tasks,
    [objects.folder, shareFolder],
    signal,
  )) {
    if ('error' in result) failures.set(task.name, result.error);
    else for (const [name, file] of result.files) files.set(name, file);
  }
  for (const name of failures.keys()) sources.delete(name);
  return { sources, files, failures };
}

/** What of the finished files still belongs to the live release, and whether that leaves nothing to do. */
export function takeOver(
  state: PublisherState,
  { sources, files }: Finished,
): { files: Map<string, ReleaseFile>; isFinished: boolean } {
  const own = new Map(files);
  const done = new Set(files.keys());
  for (const [name, hash] of sources)
    if (state.live?.files.get(name)?.hash === hash) done.add(name);
    else for (const suffix of ['.br', '.gz']) own.delete(name + suffix);
  const rest = [...state.undrawn.keys(), ...state.unfinished].filter((name) => !done.has(name));
  return { files: own, isFinished: rest.length === 0 };
}

/** Notes what is done, once it is live. */
export function noteFinished(
  { undrawn, unfinished, live }: PublisherState,
  { sources, files }: Finished,
): void {
  for (const name of files.keys()) undrawn.delete(name);
  for (const [name, hash] of sources)
    if (live?.files.get(name)?.hash === hash) unfinished.delete(name);
}
