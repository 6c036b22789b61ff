import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What `--import` loads first into every process that is started. */
export const endWithParent = new URL('./end-with-parent.mjs', import.meta.url).href;
