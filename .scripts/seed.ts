import { join } from 'node:path';
import { execa } from 'execa';
import { runMain } from './stack/failures.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { readSettings, root } from './stack/settings.ts';

/** `npm run seed`: adds the demo content that the database lacks; changes nothing that is there. */
runMain(async () => {
  const settings = await readSettings();
  await runTasks([buildTask('shared types', settings), buildTask('CMS server', settings)]);
  await execa('node', ['dist/src/commands/seed.js'], {
    cwd: join(root, 'cms'),
    env: settings.environment,
    preferLocal: true,
    localDir: root,
    stdio: 'inherit',
  });
});
