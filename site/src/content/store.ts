import type { Content } from './content.ts';

const key = Symbol.for('lectern.content');

/*
 * Pages read the content from one place in the process rather than from props: whoever renders
 * (a build, the dev server, the publisher) fills it first, so the rendering code holds no content.
 */

export function setContent(content: Content): void {
  Reflect.set(globalThis, key, content);
}

/** @throws Error when nothing has filled the store yet */
export function getContent(): Content {
  const content: Content | undefined = Reflect.get(globalThis, key);
  if (content === undefined)
    throw new Error('Could not render: no content was loaded. Load it before rendering a page.');
  return content;
}

const listenerKey = Symbol.for('lectern.content-read');

/** Learns of every entry that is read from the store, by its key; one listener a process. */
export function onRead(listener: (key: string) => void): void {
  Reflect.set(globalThis, listenerKey, listener);
}

/** To be called wherever a page looks at an entry, also at one that is not there. */
export function recordRead(key: string): void {
  const listener: ((key: string) => void) | undefined = Reflect.get(globalThis, listenerKey);
  listener?.(key);
}
