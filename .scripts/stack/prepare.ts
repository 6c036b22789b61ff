import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';
import type { Settings } from './settings.ts';
import { isDone, runStep, type StepName } from './steps.ts';

/** A task that builds one step, skipped when nothing it depends on has changed. */
export const buildTask = (name: StepName, settings: Settings, hint = ''): ListrTask => ({
  title: `Build the ${name}${hint}`,
  skip: async () => ((await isDone(name)) ? `The ${name} is up to date` : false),
  task: () => runStep(name, settings),
});

/** Tasks that build all there is, as far as it is not up to date. */
export const buildTasks = (settings: Settings): ListrTask[] => [
  buildTask('shared types', settings),
  buildTask('CMS server', settings),
  buildTask('admin panel', settings, ' (about a minute)'),
  buildTask('code of the site', settings),
];

/** Runs tasks one after the other, showing which one is at work and how long it has taken. */
export async function runTasks(tasks: ListrTask[]): Promise<void> {
  await new Listr(tasks, {
    fallbackRenderer: 'simple',
    rendererOptions: { collapseSkips: false, timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
}
