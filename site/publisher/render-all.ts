import type { Rendered, Renderer } from './renderer.ts';

/** Pages that the thread is asked for ahead of those that are looked over. */
const ahead = 3;

/**
 * One page after the other; the thread renders the next ones while one is looked over.
 * @param isOver asked before each page whether no more are wanted
 */
export async function* renderAll(
  renderer: Renderer,
  paths: readonly string[],
  isOver: () => boolean,
): AsyncGenerator<[string, Rendered | Error]> {
  const renderOne = (path: string) =>
    renderer.render(path).catch((error: unknown) => toError(error));
  const started = paths.slice(0, ahead).map(renderOne);
  for (const [index, path] of paths.entries()) {
    if (isOver()) return;
    const rendered = await started.shift();
    const next = paths[index + ahead];
    if (next !== undefined) started.push(renderOne(next));
    if (rendered !== undefined) yield [path, rendered];
  }
}

export const toError = (error: unknown) =>
  error instanceof Error ? error : new Error(String(error));
