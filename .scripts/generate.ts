import { runMain } from './stack/failures.ts';
import { generate } from './stack/generated.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { readSettings, root } from './stack/settings.ts';

/** `npm run generate`: the GraphQL schema from the CMS, and the types from it and the queries. */
runMain(async () => {
  const settings = await readSettings();
  await runTasks([
    buildTask('shared types', settings),
    buildTask('CMS server', settings),
    { title: 'Generate schema and types', task: () => generate(root, settings) },
  ]);
});
