import { readdir, readFile } from 'node:fs/promises';

/**
 * Peak memory of a process and of those it started, in megabytes: the sum of VmHWM over those
 * that still run. Undefined where there is no /proc.
 */
export async function peakMemory(first: number): Promise<number | undefined> {
  let kilobytes = 0;
  for (const id of await familyOf(first)) {
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    kilobytes += Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  }
  return kilobytes === 0 ? undefined : Math.round(kilobytes / 1024);
}

/** Seconds of processor time that a process has used so far. */
export async function processorTime(id: number): Promise<number> {
  const fields = fieldsOf(await readFile(`/proc/${id}/stat`, 'utf8').catch(() => ''));
  // utime and stime, in hundredths of a second on every Linux in use.
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** Takes a measurement again and again while something runs, and keeps the largest. */
export async function largestWhile<Result>(
  running: PromiseLike<Result>,
  measure: () => Promise<number | undefined>,
): Promise<{ result: Result; largest: number | undefined }> {
  let isOver = false;
  let largest: number | undefined;
  const sampling = (async () => {
    while (!isOver) {
      // A process that is ending has given back its memory already.
      largest = Math.max((await measure()) ?? 0, largest ?? 0) || undefined;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  try {
    return { result: await running, largest };
  } finally {
    isOver = true;
    await sampling;
  }
}

/** A process with its children, their children and so on. */
async function familyOf(first: number): Promise<string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const parents = new Map(
    await Promise.all(
      ids.map(async (id) => {
        const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
        return [id, fieldsOf(stat)[1]] as const;
      }),
    ),
  );
  const family = new Set([String(first)]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const [id, parent] of parents) if (parent && family.has(parent)) family.add(id);
  }
  return [...family];
}

/** The fields after the program's name, which may hold spaces: state, parent, group and so on. */
const fieldsOf = (stat: string) => stat.slice(stat.lastIndexOf(')') + 2).split(' ');
