import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provideChromium } from './stack/chromium.ts';
import { runMain } from './stack/failures.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { readSettings } from './stack/settings.ts';

/**
 * `npm run screenshots`: the demo landing page in every language, theme and width, into
 * `.data/screenshots`. With `-- --accept` they also become what the tests compare the pages with.
 */
runMain(async () => {
  const isAccepted = process.argv.includes('--accept');
  const settings = await readSettings();
  await runTasks([buildTask('shared types', settings), buildTask('code of the site', settings)]);
  process.env.CHROMIUM_PATH = await provideChromium();
  // Loaded late: they need the shared types, which are built only now.
  const { serveDemoSite } = await import('../site/checks/demo-site.ts');
  const { pictures, takePictures } = await import('../site/checks/pictures.ts');
  const { keepBaseline, keepVersion } = await import('../site/checks/compare-pictures.ts');
  const folder = join(settings.dataFolder, 'screenshots');
  await mkdir(folder, { recursive: true });
  const site = await serveDemoSite();
  try {
    const { chromiumVersion } = await takePictures(site.url, pictures, async ({ name }, png) => {
      await writeFile(join(folder, `${name}.png`), png);
      if (isAccepted) await keepBaseline(name, png);
    });
    if (isAccepted) await keepVersion(chromiumVersion);
  } finally {
    await site.close();
  }
  console.log(`${pictures.length} screenshots in ${folder}`);
});
