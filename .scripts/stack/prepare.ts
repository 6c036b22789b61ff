import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';
import type { Settings } from './settings.ts';
import { isDone, runStep, type StepName, stepNames } from './steps.ts';

/** A task that builds one step, skipped when nothing it depends on has changed. */
export const buildTask = (
  name: StepName,
  settings: Settings,
  stopped?: AbortSignal,
): ListrTask => ({
  title: `Build the ${name}${name === 'admin panel' ? ' (about a minute)' : ''}`,
  skip: async () => ((await isDone(name)) ? `The ${name} is up to date` : false),
  task: () => runStep(name, settings, stopped),
});

/** Tasks that build all there is, as far as it is not up to date. */
export const buildTasks = (settings: Settings, stopped?: AbortSignal): ListrTask[] =>
  stepNames.map((name) => buildTask(name, settings, stopped));

/** Runs tasks one after the other, showing which one is at work and how long it has taken. */
export async function runTasks(tasks: ListrTask[]): Promise<void> {
  await new Listr(tasks, {
    fallbackRenderer: 'simple',
    // It would end the process at once, with whatever is still at work.
    registerSignalListeners: false,
    // What went wrong is told once, by whoever runs the tasks.
    rendererOptions: { collapseSkips: false, showErrorMessage: false, timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
}
