import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Content } from '../src/content/content.ts';
import type { ContentUpdate } from '../src/content/update-content.ts';

export type RenderTask =
  | { kind: 'content'; content: Content }
  | { kind: 'update'; updates: readonly ContentUpdate[]; generation: number }
  | { kind: 'render'; path: string };

export type RenderRequest = RenderTask & { id: number };

export interface Rendered {
  body: Uint8Array;
  /** SHA-256 of the body, in hexadecimal. */
  hash: string;
  /** Keys of everything in the content that the page has looked at. */
  reads: string[];
}

/** Renders pages from code that was built once. */
export interface Renderer {
  /** Takes over content, which the caller keeps up to date; pages rendered afterwards show it. */
  use(content: Content): Promise<void>;
  /** Follows a change that the caller has made to its own copy. */
  update(updates: readonly ContentUpdate[], generation: number): Promise<void>;
  /** @throws Error when the page fails, or takes longer than it may */
  render(path: string): Promise<Rendered>;
  close(): Promise<void>;
}

interface RendererOptions {
  bundleFolder: string;
  siteUrl: string;
  /** Longest that one page may take, in milliseconds. */
  deadline: number;
}

class DeadlineError extends Error {}

/** Starts the thread that renders; it is asked one thing at a time. */
export async function createRenderer(options: RendererOptions): Promise<Renderer> {
  let current: Content | undefined;
  let worker = await startWorker(options);
  let lastId = 0;

  const ask = async (task: RenderTask): Promise<Rendered> => {
    lastId += 1;
    const id = lastId;
    const answer = Promise.withResolvers<Rendered>();
    const listen = (message: { id: number; result: Rendered; error?: string }) => {
      if (message.id !== id) return;
      if (message.error === undefined) answer.resolve(message.result);
      else answer.reject(new Error(message.error));
    };
    const fail = (error: Error) => answer.reject(error);
    const end = () => answer.reject(new DeadlineError('The thread that renders has ended.'));
    worker.on('message', listen).once('error', fail).once('exit', end);
    const late = () =>
      answer.reject(new DeadlineError(`It took longer than ${options.deadline} ms.`));
    const timer = task.kind === 'render' ? setTimeout(late, options.deadline) : undefined;
    const asked = worker;
    asked.postMessage({ id, ...task });
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      asked.off('message', listen).off('error', fail).off('exit', end);
    }
  };

  const restart = async () => {
    await worker.terminate();
    worker = await startWorker(options);
    if (current !== undefined) await ask({ kind: 'content', content: current });
  };

  return {
    use: async (content) => {
      current = content;
      await ask({ kind: 'content', content });
    },
    update: async (updates, generation) => {
      const task = { kind: 'update', updates, generation } as const;
      await ask(task).catch(async (error: unknown) => {
        if (!(error instanceof DeadlineError)) throw error;
        await restart();
        await ask(task);
      });
    },
    render: async (path) => {
      try {
        return await ask({ kind: 'render', path });
      } catch (error) {
        if (error instanceof DeadlineError) await restart();
        throw error;
      }
    },
    close: async () => void (await worker.terminate()),
  };
}

async function startWorker({ bundleFolder, siteUrl }: RendererOptions): Promise<Worker> {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), {
    workerData: { bundleFolder, siteUrl },
    // React decides by it, and is several times slower in development.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  await once(worker, 'online');
  return worker;
}
