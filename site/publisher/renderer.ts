import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Content } from '../src/content/content.ts';

export type RenderRequest =
  | { id: number; kind: 'content'; content: Content }
  | { id: number; kind: 'render'; path: string };

interface Rendered {
  body: Uint8Array;
  /** Keys of everything in the content that the page has looked at. */
  reads: string[];
}

/** Renders pages from code that was built once. */
export interface Renderer {
  /** Takes over content; pages rendered afterwards show it. */
  use(content: Content): Promise<void>;
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

/** Starts the thread that renders. Requests are answered one after the other. */
export async function createRenderer(options: RendererOptions): Promise<Renderer> {
  let current: Content | undefined;
  let worker = await startWorker(options);
  let lastId = 0;

  const ask = async (
    request: { kind: 'content'; content: Content } | { kind: 'render'; path: string },
  ) => {
    lastId += 1;
    const id = lastId;
    const answer = Promise.withResolvers<Rendered>();
    const listen = (message: { id: number; result: Rendered; error?: string }) => {
      if (message.id !== id) return;
      if (message.error === undefined) answer.resolve(message.result);
      else answer.reject(new Error(message.error));
    };
    const fail = (error: Error) => answer.reject(error);
    worker.on('message', listen).once('error', fail);
    const timer =
      request.kind === 'render'
        ? setTimeout(
            () => fail(new Error(`It took longer than ${options.deadline} ms.`)),
            options.deadline,
          )
        : undefined;
    worker.postMessage({ id, ...request });
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      worker.off('message', listen).off('error', fail);
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
    render: async (path) => {
      try {
        return await ask({ kind: 'render', path });
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('It took longer')) await restart();
        throw error;
      }
    },
    close: async () => void (await worker.terminate()),
  };
}

async function startWorker({ bundleFolder, siteUrl }: RendererOptions): Promise<Worker> {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), {
    workerData: { bundleFolder, siteUrl },
  });
  await once(worker, 'online');
  return worker;
}
