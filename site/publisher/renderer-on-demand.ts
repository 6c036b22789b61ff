import type { Renderer } from './renderer.ts';

/** Longer than an editor usually thinks between two saves, in milliseconds. */
export const draftsIdleTime = 10 * 60_000;

/** A renderer that exists while somebody needs it. */
export interface RendererOnDemand {
  /** Starts it when it is not there. @throws Error when it cannot be started; the next call tries again */
  get(): Promise<Renderer>;
  close(): Promise<void>;
}

interface Options {
  start: () => Promise<Renderer>;
  /** Nobody asks for it so long before it ends, in milliseconds. */
  idleTime: number;
  /** Called when it has ended, with what it had been told. */
  onEnd: () => void;
}

/** Editors look at drafts now and then: the memory that takes is given back in between. */
export function createRendererOnDemand({ start, idleTime, onEnd }: Options): RendererOnDemand {
  let renderer: Promise<Renderer> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const close = async () => {
    clearTimeout(timer);
    const ending = renderer;
    renderer = undefined;
    onEnd();
    await ending?.then((each) => each.close());
  };
  return {
    get: async () => {
      clearTimeout(timer);
      timer = setTimeout(() => void close(), idleTime).unref();
      renderer ??= start();
      return renderer.catch((error: unknown) => {
        renderer = undefined;
        throw error;
      });
    },
    close,
  };
}
