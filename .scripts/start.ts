import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMain } from './stack/failures.ts';
import { checkPreconditions } from './stack/preflight.ts';
import { buildTasks, runTasks } from './stack/prepare.ts';
import { type Service, startService } from './stack/processes.ts';
import { readSettings, type Settings } from './stack/settings.ts';

/** `npm start`: everything, from whatever is there to the site and the admin being served. */
runMain(async () => {
  const settings = await readSettings();
  const { dataFolder, cmsPort, cmsUrl, siteUrl } = settings;
  await checkPreconditions(settings);
  const isFirstStart = !existsSync(join(dataFolder, 'first-admin.json'));
  const services: Service[] = [];
  const stopAll = () => Promise.all(services.reverse().map((service) => service.stop()));
  const interrupted = new Promise<'stop'>((resolve) => {
    process.once('SIGINT', () => resolve('stop'));
    process.once('SIGTERM', () => resolve('stop'));
  });

  try {
    const started = runTasks([
      ...buildTasks(settings),
      {
        title: `Start the CMS${isFirstStart ? ' and seed the demo content' : ''}`,
        task: async () => {
          services.push(await startCms(settings));
        },
      },
      {
        title: 'Start the publisher and wait for the first release',
        task: async () => {
          services.push(await startPublisher(settings));
        },
      },
    ]);
    if ((await Promise.race([started, interrupted])) === 'stop') return;
    console.log(await summary(settings, isFirstStart, cmsUrl, siteUrl, cmsPort));
    const ended = services.map((service) => service.ended.then(() => service.name));
    const outcome = await Promise.race([interrupted, ...ended]);
    if (outcome !== 'stop')
      throw new Error(
        `The ${outcome} has ended unexpectedly. Its log is ${join(dataFolder, 'logs', `${outcome}.log`)}.`,
      );
    console.log('\nStopping.');
  } finally {
    await stopAll();
  }
});

function startCms(settings: Settings): Promise<Service> {
  return startService(
    'cms',
    {
      folder: 'cms',
      command: ['strapi', 'start'],
      readyUrl: `http://localhost:${settings.cmsPort}/_health`,
      environment: { SEED_DEMO_CONTENT: 'true' },
    },
    settings,
  );
}

function startPublisher(settings: Settings): Promise<Service> {
  return startService(
    'publisher',
    {
      folder: 'site',
      command: ['node', 'publisher/main.ts'],
      readyUrl: `http://localhost:${settings.sitePort}/release.json`,
    },
    settings,
  );
}

async function summary(
  { dataFolder }: Settings,
  isFirstStart: boolean,
  cmsUrl: string,
  siteUrl: string,
  cmsPort: number,
): Promise<string> {
  const file = join(dataFolder, 'first-admin.json');
  const lines = [
    '',
    `  Site   ${siteUrl}`,
    `  Admin  ${cmsUrl.startsWith('http://localhost') ? `http://localhost:${cmsPort}` : cmsUrl}/admin`,
  ];
  if (isFirstStart && existsSync(file)) {
    const { email, password } = JSON.parse(await readFile(file, 'utf8'));
    lines.push(
      '',
      `  First administrator  ${email}`,
      `  Password             ${password}`,
      `  Shown this once; kept in ${file}, readable to you alone.`,
    );
  } else lines.push('', `  First administrator: see ${file}`);
  lines.push('', '  Ctrl-C stops everything.', '');
  return lines.join('\n');
}
