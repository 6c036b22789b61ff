import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ListrTask } from 'listr2';
import { explain, runMain } from './stack/failures.ts';
import { firstAdminFile, listAddresses } from './stack/list-addresses.ts';
import { localUrl } from './stack/loopback.ts';
import { checkPreconditions } from './stack/preflight.ts';
import { buildTasks, runTasks } from './stack/prepare.ts';
import { answers, type ServiceOptions } from './stack/processes.ts';
import { readSettings, type Settings } from './stack/settings.ts';
import { watchSignals } from './stack/signals.ts';
import { type SupervisedService, superviseService } from './stack/supervise.ts';

const firstReleaseWithin = 300_000;
/** As long as what was started before may take to end. */
const portPatience = 15_000;

const services: SupervisedService[] = [];
const stopped = watchSignals(() => {
  for (const service of services) service.kill();
});
const tell = (message: string) => console.log(message);

/** `npm start`: everything, from whatever is there to the site and the admin being served. */
runMain(async () => {
  stopped.addEventListener('abort', () => tell('\nStopping.'));
  const settings = await readSettings();
  await checkPreconditions(settings, { patience: portPatience, tell, stopped });
  const isFirstStart = !existsSync(join(settings.dataFolder, 'public'));
  const hadPassword = existsSync(firstAdminFile(settings));
  try {
    await runTasks([...buildTasks(settings, stopped), ...startTasks(settings, isFirstStart)]);
    tell(await listAddresses(settings, !hadPassword));
    if (!stopped.aborted)
      await new Promise((resolve) => stopped.addEventListener('abort', resolve));
  } finally {
    await Promise.all(services.map((service) => service.stop()));
  }
}, stopped);

/** Both are started at once: the publisher serves what was live, whatever becomes of the CMS. */
function startTasks(settings: Settings, isFirstStart: boolean): ListrTask[] {
  const releaseUrl = `${localUrl(settings.sitePort)}/release.json`;
  const start = async (name: string, options: ServiceOptions) => {
    const service = await superviseService(name, options, settings, stopped);
    services.push(service);
    return service;
  };
  let publisher: SupervisedService;
  /** Whether a CMS that does not start is beside a site that is served. */
  let isBeside = false;
  return [
    {
      title: `Start the CMS${isFirstStart ? ' and seed the demo content' : ''}`,
      exitOnError: () => !isBeside,
      task: async () => {
        const cms = await start('CMS', {
          folder: 'cms',
          program: 'strapi',
          args: ['start'],
          readyUrl: `${settings.ownCmsUrl}/_health`,
        });
        publisher = await start('publisher', {
          folder: 'site',
          program: './publisher/main.ts',
          readyUrl: releaseUrl,
        });
        const failure: unknown = await cms.ready.catch((error: unknown) => error);
        if (failure === undefined) return cms.keepRunning(tell);
        // Tried again and again beside a site that is served; without one there is nothing to keep.
        isBeside = !stopped.aborted && (await answers(releaseUrl));
        if (!isBeside) throw failure;
        tell(explain(failure));
        cms.keepRunning(tell);
        throw new Error('it is tried again beside the site that is served', { cause: failure });
      },
    },
    {
      title: 'Wait for the first release',
      task: async () => {
        const overtime = pause(firstReleaseWithin, undefined, { ref: false }).then(() => {
          throw new Error(
            `Could not make the first release within five minutes. The log is ${publisher.log}.`,
          );
        });
        await Promise.race([publisher.ready, overtime]);
        publisher.keepRunning(tell);
      },
    },
  ];
}
