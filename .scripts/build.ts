import { runMain } from './stack/failures.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { readSettings } from './stack/settings.ts';
import { buildSite } from './stack/site.ts';

/** `npm run build`: the static site in `site/dist`, from the CMS at CMS_URL, for any static host. */
runMain(async () => {
  const settings = await readSettings();
  await runTasks([
    buildTask('shared types', settings),
    { title: `Build the site from ${settings.cmsUrl}`, task: () => buildSite(settings) },
  ]);
});
