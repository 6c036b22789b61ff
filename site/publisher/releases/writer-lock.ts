import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ifMissing } from './object-store.ts';

/**
 * The right to write releases, held by one publisher at a time. It is a folder through which every
 * switch has to go: whoever takes the right over deletes the former holder's folder, so that one
 * that was only asleep finds its switch impossible instead of being asked to notice.
 */
export interface WriterLock {
  /** Folder of the holder: what is renamed out of here takes effect only while the lock is held. */
  folder: string;
  /** Calls back once when somebody else has taken over. */
  lost: Promise<void>;
  release(): Promise<void>;
}

/** Thrown when another publisher has taken over. */
export class LockLostError extends Error {
  override name = 'LockLostError';

  constructor(options?: ErrorOptions) {
    super(
      'Another publisher has taken over this folder. This one stops; run one publisher for a folder.',
      options,
    );
  }
}

const holderSchema = z.object({ pid: z.int(), host: z.string() });

const beat = 1_000;
/** A holder that has not been heard of for so long, in milliseconds, is taken to be gone. */
const patience = 10_000;

/** When each holder was last seen to have changed its time stamp, and to what. */
type Heard = Map<string, { stamp: number; at: number }>;

/**
 * Waits until no other publisher holds the lock, then takes it.
 * @param onWait hears whom it waits for
 * @param signal ends the waiting
 */
export async function takeWriterLock(
  root: string,
  onWait: (holder: string) => void,
  signal?: AbortSignal,
): Promise<WriterLock> {
  const writers = join(root, 'writers');
  await mkdir(writers, { recursive: true });
  const name = randomBytes(6).toString('hex');
  const folder = join(writers, name);
  let isTold = false;
  const heard: Heard = new Map();
  for (;;) {
    const [holder] = await findHolders(writers, heard);
    if (holder === undefined) {
      await makeHolder(folder);
      // Of two that start at the same moment the one with the smaller name goes on.
      const rivals = await findHolders(writers, heard);
      if (!rivals.some((rival) => rival.name < name)) break;
      await rm(folder, { recursive: true, force: true });
    } else if (!isTold) {
      onWait(holder.process);
      isTold = true;
    }
    await pause(beat / 2, undefined, { signal });
  }
  for (const other of await readdir(writers)) if (other !== name) await evict(writers, other);

  const lost = Promise.withResolvers<void>();
  const timer = setInterval(async () => {
    const now = new Date();
    try {
      await utimes(folder, now, now);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return;
      clearInterval(timer);
      lost.resolve();
    }
  }, beat);
  timer.unref();
  return {
    folder,
    lost: lost.promise,
    release: async () => {
      clearInterval(timer);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the folder of this process, or leaves nothing behind where that cannot be. */
async function makeHolder(folder: string): Promise<void> {
  const holder = JSON.stringify({ pid: process.pid, host: hostname() });
  await mkdir(folder);
  try {
    await writeFile(join(folder, 'holder.json'), holder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The folder's name goes first and at once: from then on its former holder cannot rename out of it. */
async function evict(writers: string, name: string): Promise<void> {
  const gone = join(writers, `${name}.gone`);
  if (!name.endsWith('.gone')) await rename(join(writers, name), gone).catch(ifMissing(undefined));
  await rm(name.endsWith('.gone') ? join(writers, name) : gone, { recursive: true, force: true });
}

/**
 * Those who hold the lock, or try to, and seem to be alive. Whether a time stamp changes is watched by
 * the clock of this process; what it says is not compared, since another clock may have made it.
 */
async function findHolders(
  writers: string,
  heard: Heard,
): Promise<{ name: string; process: string }[]> {
  const holders: { name: string; process: string }[] = [];
  for (const name of await readdir(writers)) {
    if (name.endsWith('.gone')) continue;
    const found = await stat(join(writers, name)).catch(ifMissing(undefined));
    if (found === undefined) continue;
    const known = heard.get(name);
    if (known?.stamp !== found.mtimeMs)
      heard.set(name, { stamp: found.mtimeMs, at: performance.now() });
    else if (performance.now() - known.at > patience) continue;
    const { pid, host } = await readHolder(join(writers, name));
    if (host === hostname() && pid !== undefined && !isAnother(pid)) continue;
    holders.push({ name, process: `process ${pid ?? '?'} on ${host ?? '?'}` });
  }
  return holders;
}

/** What a holder says of itself; nothing while it is only about to, or when it never came to. */
async function readHolder(folder: string): Promise<{ pid?: number; host?: string }> {
  const text = await readFile(join(folder, 'holder.json'), 'utf8').catch(ifMissing(''));
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    // Of another version, or half written, by a loss of power too: whether it lives is seen by its time stamp.
    return {};
  }
}

/** Whether a process of this computer is there, and not this one, which may have the number of a former one. */
const isAnother = (pid: number) => pid !== process.pid && isAlive(pid);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
