import { runMain } from './stack/failures.ts';
import { buildTasks, runTasks } from './stack/prepare.ts';
import { readSettings } from './stack/settings.ts';

/** `npm run editing-pictures`: takes the pictures of `docs/editing.md` anew, on a stack of its own. */
runMain(async () => {
  await runTasks(buildTasks(await readSettings()));
  // Only now: it is made of code of the site, which needs the shared types as they are built.
  const { takeEditingPictures } = await import('./guide/take-editing-pictures.ts');
  await takeEditingPictures();
});
