import { setPriority } from 'node:os';
import { keepShareImage } from '../src/share-image/keep-share-image.ts';
import { compress } from './compress.ts';
import type { FinishingResult, FinishingTask } from './finish-release.ts';

/* Compresses files and draws images whenever nothing else needs the processor. */

setPriority(19);
const [, , shareFolder = ''] = process.argv;

async function finish(task: FinishingTask): Promise<FinishingResult> {
  if (task.kind === 'draw') return { [task.name]: await keepShareImage(task.image, shareFolder) };
  const variants = compress(task.bytes, 'best');
  return Object.fromEntries(
    Object.entries(variants).map(([suffix, bytes]) => [task.name + suffix, bytes]),
  );
}

process.on('message', (task: FinishingTask) => {
  finish(task).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
