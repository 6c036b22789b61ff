import { join } from 'node:path';
import { execa } from 'execa';
import { runMain } from './stack/failures.ts';
import { checkGenerated } from './stack/generated.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { readSettings, root } from './stack/settings.ts';

/** `npm run check`: everything about the code that can be told without running the whole. */
runMain(async () => {
  const settings = await readSettings();
  const tool = (title: string, program: string, args: string[], folder = '.') => ({
    title,
    task: async () => {
      const result = await execa(program, args, {
        cwd: join(root, folder),
        env: settings.environment,
        preferLocal: true,
        localDir: root,
        all: true,
        reject: false,
      });
      if (result.failed) throw new Error(`${title} failed:\n${result.all}`);
    },
  });
  await runTasks([
    buildTask('shared types', settings),
    tool('Format and lint', 'biome', ['ci', '.']),
    tool('Types of the scripts', 'tsc', ['-p', '.scripts']),
    tool('Types of the shared types', 'tsc', ['-p', '.', '--noEmit'], 'shared-types'),
    tool('Types of the CMS', 'tsc', ['-p', '.', '--noEmit'], 'cms'),
    tool('Types of the admin', 'tsc', ['-p', 'src/admin'], 'cms'),
    tool('Types of the site', 'astro', ['check'], 'site'),
    tool('Types of the tests of the CMS', 'tsc', ['-p', 'tests'], 'cms'),
    tool('Types of the tests of the site', 'tsc', ['-p', 'tests'], 'site'),
    tool('Unused code and dependencies', 'knip', []),
    buildTask('CMS server', settings),
    { title: 'Generated files are fresh', task: () => checkGenerated(settings) },
    buildTask('code of the site', settings),
    {
      title: 'Budgets of the built pages',
      task: async () => {
        // Loaded late: it needs the shared types, which the first step builds.
        const { holdBudgets, measurePages } = await import('../site/checks/budgets.ts');
        holdBudgets(await measurePages());
      },
    },
  ]);
});
