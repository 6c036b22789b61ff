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
