import { setPriority } from 'node:os';
import { keepShareImage } from '../../src/share-image/keep-share-image.ts';
import { compressWell } from '../compress.ts';
import { createObjectStore } from '../releases/object-store.ts';
import type { FinishingResult, FinishingTask } from './prepare-finish.ts';

/* Compresses files, draws images and stores both whenever nothing else needs the processor. */

setPriority(19);
const [, , objectsFolder = '', shareFolder = ''] = process.argv;
const objects = createObjectStore(objectsFolder);

async function make(task: FinishingTask): Promise<[name: string, bytes: Uint8Array][]> {
  if (task.kind === 'draw') return [[task.name, await keepShareImage(task.image, shareFolder)]];
  const variants = await compressWell(await objects.read(task.hash));
  return Object.entries(variants).map(([suffix, bytes]) => [task.name + suffix, bytes]);
}

async function finish(task: FinishingTask): Promise<FinishingResult> {
  const made = await make(task);
  const files = made.map(([name, bytes]) => [name, objects.put(bytes)] as const);
  await objects.sync([]);
  return { files };
}

process.on('message', (task: FinishingTask) => {
  finish(task).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
