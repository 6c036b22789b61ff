import { createHttpClient } from './http-client.ts';
import type { BenchStack } from './stack.ts';

/** As much of the publisher's status as the bench relies on. */
export interface Status {
  state: string;
  liveGeneration: number | null;
  cmsGeneration: number | null;
  release: string | null;
  failure: { message: string } | null;
  runs: Run[];
}

export interface Run {
  generation: number;
  time: string;
  rendered: number;
  /** Milliseconds by the step's name. */
  timings: Record<string, number>;
}

export async function readStatus({ publisherUrl }: BenchStack): Promise<Status> {
  const client = createHttpClient(publisherUrl, 1);
  try {
    return JSON.parse((await client.send('GET', '/status')).body);
  } finally {
    client.close();
  }
}

/** @throws Error naming what it waited for, and the publisher's own reason if it has one */
export async function waitForStatus(
  stack: BenchStack,
  what: string,
  isReached: (status: Status) => boolean,
  milliseconds: number,
): Promise<Status> {
  const end = performance.now() + milliseconds;
  let status: Status | undefined;
  while (performance.now() < end) {
    status = await readStatus(stack).catch(() => undefined);
    if (status && isReached(status)) return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const cause = status?.failure?.message ?? `its state is ${status?.state ?? 'unknown'}`;
  throw new Error(
    `The publisher did not reach ${what} in ${Math.round(milliseconds / 1000)} s: ${cause}`,
  );
}

/** Collects the publisher's runs and failures, which its status forgets, from its event stream. */
export async function followRuns({
  publisherUrl,
}: BenchStack): Promise<{ stop(): Promise<{ runs: Run[]; failures: string[] }> }> {
  const abort = new AbortController();
  const response = await fetch(`${publisherUrl}/status`, {
    headers: { accept: 'text/event-stream' },
    signal: abort.signal,
  });
  const runs = new Map<string, Run>();
  const earlier = new Set<string>();
  const failures: string[] = [];
  let isFirst = true;
  const reading = (async () => {
    let rest = '';
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const events = (rest + part.value).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (!event.startsWith('data: ')) continue;
        const status: Status = JSON.parse(event.slice('data: '.length));
        if (status.state === 'failing' && status.failure) failures.push(status.failure.message);
        for (const run of status.runs) {
          const key = `${run.time} ${run.generation}`;
          if (isFirst) earlier.add(key);
          else if (!earlier.has(key)) runs.set(key, run);
        }
        isFirst = false;
      }
    }
  })().catch(() => undefined);
  return {
    stop: async () => {
      abort.abort();
      await reading;
      return { runs: [...runs.values()], failures };
    },
  };
}
