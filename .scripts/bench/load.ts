import { execa } from 'execa';
import { largestWhile, processorTime } from './process-memory.ts';

export interface Load {
  requestsPerSecond: number;
  /** As wrk writes it, such as "4.31ms". */
  p99: string;
  /** Answers that are no success, and connections that failed. */
  failed: number;
  /** Share of one core that the one thread of wrk used; near 1, it is what was measured. */
  loadGenerator: number;
}

const connections = 64;

/** The first line that a program says of its version; undefined when it is not installed. */
export async function versionOf(program: string): Promise<string | undefined> {
  const flag = program === 'caddy' ? 'version' : '-v';
  const { all, code } = await execa(program, [flag], { reject: false, all: true });
  return code === 'ENOENT' ? undefined : (all.split('\n')[0] ?? '');
}

/** Asks for one address over and over, with wrk. @throws Error when wrk fails */
export async function putLoad(url: string, encoding: string, seconds: number): Promise<Load> {
  const wrk = execa(
    'wrk',
    [
      ...['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--latency'],
      ...['-H', `Accept-Encoding: ${encoding}`, url],
    ],
    { timeout: (seconds + 20) * 1000 },
  );
  const { pid = 0 } = wrk;
  const { result, largest: used = 0 } = await largestWhile(wrk, () => processorTime(pid));
  const found = (pattern: RegExp) => pattern.exec(result.stdout)?.[1];
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/
    .exec(result.stdout)
    ?.slice(1)
    .reduce((sum, number) => sum + Number(number), 0);
  return {
    requestsPerSecond: Math.round(Number(found(/Requests\/sec:\s+([\d.]+)/))),
    p99: found(/99%\s+(\S+)/) ?? '?',
    failed: Number(found(/Non-2xx or 3xx responses: (\d+)/) ?? 0) + (errors ?? 0),
    loadGenerator: Math.round((used / seconds) * 100) / 100,
  };
}
