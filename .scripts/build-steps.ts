import { runMain } from './stack/failures.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { readSettings } from './stack/settings.ts';
import { isStepName } from './stack/steps.ts';

/** `node .scripts/build-steps.ts <step>…`: builds the named steps and no more, for the container images. */
runMain(async () => {
  const settings = await readSettings();
  const names = process.argv.slice(2).map((name) => {
    if (!isStepName(name)) throw new Error(`Could not build "${name}": there is no such step.`);
    return name;
  });
  await runTasks(names.map((name) => buildTask(name, settings)));
});
