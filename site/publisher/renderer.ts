import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ContentIssue } from '@lectern/shared-types';
import type { Content } from '../src/content/content.ts';
import type { ContentUpdate } from '../src/content/update-content.ts';
import type { Link } from './check-page.ts';

export type RenderTask =
  | { kind: 'content'; content: Content }
  | { kind: 'update'; updates: readonly ContentUpdate[]; generation: number }
  | { kind: 'render'; path: string };

export type RenderRequest = RenderTask & { id: number };

type RenderAnswer = { id: number } & ({ result: Rendered } | { error: string; reads: string[] });

export interface Rendered {
  body: Uint8Array;
  /** SHA-256 of the body, in hexadecimal. */
  hash: string;
  /** Keys of everything in the content that the page has looked at. */
  reads: string[];
  /** What is found instead of a page where visitors are sent on. */
  redirect?: RenderedRedirect;
}

interface RenderedRedirect {
  isPermanent: boolean;
  /** Where visitors arrive, when that is on this site. */
  links: Link[];
  /** Why they cannot be sent there. */
  issues: ContentIssue[];
}

/** Renders pages from code that was built once. */
export interface Renderer {
  /** Takes over content, which the caller keeps up to date; pages rendered afterwards show it. */
  use(content: Content): Promise<void>;
  /** Follows a change that the caller has made to its own copy. */
  update(updates: readonly ContentUpdate[], generation: number): Promise<void>;
  /** Several may be asked for at once. @throws Error when the page fails, or takes longer than it may */
  render(path: string): Promise<Rendered>;
  close(): Promise<void>;
}

interface RendererOptions {
  bundleFolder: string;
  siteUrl: string;
  /** Longest that one page may take, in milliseconds. */
  deadline: number;
}

/** A page could not be rendered. */
export class RenderError extends Error {
  override name = 'RenderError';

  /** Keys of what it had looked at until then. */
  readonly reads: readonly string[];

  constructor(message: string, reads: readonly string[]) {
    super(message);
    this.reads = reads;
  }
}

/** The thread was ended, or has ended by itself, over what it was asked. */
class ThreadLostError extends Error {}

interface Pending {
  request: RenderRequest;
  answer: PromiseWithResolvers<Rendered>;
}

/**
 * Starts the thread that renders. It does one thing after the other, and may be asked for the next
 * before it has answered, so that it need not wait for being asked.
 */
export async function createRenderer(options: RendererOptions): Promise<Renderer> {
  let current: Content | undefined;
  let worker = await startWorker(options);
  let lastId = 0;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isReplacing = false;
  /** In the order in which the thread answers. */
  const pending: Pending[] = [];

  /** Only what the thread is at can take too long; what waits behind it is not to blame. */
  const watch = () => {
    clearTimeout(timer);
    if (!isReplacing && pending[0]?.request.kind === 'render')
      timer = setTimeout(
        () => replace(`It took longer than ${options.deadline} ms.`),
        options.deadline,
      );
  };
  const listen = () => {
    const own = worker;
    own.on('message', (message: RenderAnswer) => {
      // What a new thread is told before all else is nobody's question.
      if (pending[0]?.request.id !== message.id) return;
      const answer = pending.shift()?.answer;
      watch();
      if ('error' in message) answer?.reject(new RenderError(message.error, message.reads));
      else answer?.resolve(message.result);
    });
    own.once('error', (error: Error) => replace(error.message));
    own.once('exit', () => replace('The thread that renders has ended.'));
  };
  /** Ends the thread, gives up what it was at, and has a new one go on with the rest. */
  const replace = async (cause: string): Promise<void> => {
    isReplacing = true;
    clearTimeout(timer);
    worker.removeAllListeners();
    pending.shift()?.answer.reject(new ThreadLostError(cause));
    await worker.terminate();
    if (isClosed) return;
    worker = await startWorker(options);
    isReplacing = false;
    listen();
    if (current !== undefined) worker.postMessage({ id: 0, kind: 'content', content: current });
    for (const { request } of pending) worker.postMessage(request);
    watch();
  };

  const ask = (task: RenderTask): Promise<Rendered> => {
    lastId += 1;
    const request = { ...task, id: lastId };
    const answer = Promise.withResolvers<Rendered>();
    worker.postMessage(request);
    pending.push({ request, answer });
    if (pending.length === 1) watch();
    return answer.promise;
  };

  listen();
  return {
    use: async (content) => {
      current = content;
      await ask({ kind: 'content', content });
    },
    update: async (updates, generation) => {
      const task = { kind: 'update', updates, generation } as const;
      await ask(task).catch(async (error: unknown) => {
        if (!(error instanceof ThreadLostError)) throw error;
        await ask(task);
      });
    },
    render: (path) => ask({ kind: 'render', path }),
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      worker.removeAllListeners();
      for (const { answer } of pending.splice(0))
        answer.reject(new ThreadLostError('The renderer is closed.'));
      await worker.terminate();
    },
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
