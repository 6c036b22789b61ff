import type { Content, LocaleContent } from '../../src/content/content.ts';
import { type ContentUpdate, updateContent } from '../../src/content/update-content.ts';
import type { Renderer } from '../renderer.ts';
import { createRendererOnDemand, draftsIdleTime } from '../renderer-on-demand.ts';

/** A second renderer that is kept at the content of the live one. */
export interface FollowedContent {
  /** The live renderer, whose changes are followed from now on. */
  live: Renderer;
  /** A renderer of its own at the content that the live one has, and that content; started when first asked for. */
  catchUp(): Promise<{ renderer: Renderer; content: Content }>;
  /** To be called when the renderer may have been left with other content. */
  reset(): void;
  close(): Promise<void>;
}

interface Step {
  updates: readonly ContentUpdate[];
  generation: number;
}

/** Steps that are kept for a renderer that nobody asks for; past that it takes the content whole. */
const keptSteps = 100;

/**
 * Follows the live renderer step by step, so that catching up costs what has changed and not what
 * there is, and happens only when somebody asks.
 */
export function followContent(
  live: Renderer,
  startRenderer: () => Promise<Renderer>,
): FollowedContent {
  /** The content of the live renderer, which its caller keeps up to date. */
  let source: Content | undefined;
  let own: Content | undefined;
  let steps: Step[] = [];
  const reset = () => {
    own = undefined;
    steps = [];
  };
  const demand = createRendererOnDemand({
    start: startRenderer,
    idleTime: draftsIdleTime,
    onEnd: reset,
  });

  return {
    live: {
      ...live,
      use: async (content) => {
        await live.use(content);
        source = content;
        reset();
      },
      update: async (updates, generation) => {
        await live.update(updates, generation);
        if (own === undefined) return;
        steps.push({ updates, generation });
        if (steps.length > keptSteps) reset();
      },
    },
    catchUp: async () => {
      if (source === undefined)
        throw new Error('Could not check: the content is still being read. Try again in a moment.');
      const renderer = await demand.get();
      if (own === undefined) {
        own = copyContent(source);
        await renderer.use(own);
      }
      for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
        await renderer.update(step.updates, step.generation);
        updateContent(own, step.updates, step.generation);
      }
      return { renderer, content: own };
    },
    reset,
    close: demand.close,
  };
}

/** The same content in tables of its own; the entries, which never change in place, are shared. */
export function copyContent(content: Content): Content {
  const locales = [...content.locales].map(([locale, entries]) => {
    const tables = Object.entries(entries).map(([name, value]) => [
      name,
      value instanceof Map ? new Map(value) : value,
    ]);
    return [locale, Object.fromEntries(tables) as LocaleContent] as const;
  });
  return {
    generation: content.generation,
    locales: new Map(locales),
    redirects: new Map(content.redirects),
    addresses: new Map(content.addresses),
  };
}
