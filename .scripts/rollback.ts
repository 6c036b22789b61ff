import { runMain } from './stack/failures.ts';
import { readSettings } from './stack/settings.ts';

/**
 * `npm run rollback -- <release>`: makes an earlier release live and pins it there;
 * `npm run rollback -- --resume` lets the site follow the CMS again.
 */
runMain(async () => {
  const { environment } = await readSettings();
  const [argument] = process.argv.slice(2);
  if (argument === undefined)
    throw new Error(
      'Name a release, for example "npm run rollback -- 00000012-g34"; "npm run releases" lists them.',
    );
  const url = new URL('/rollback', environment.PUBLISHER_URL);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-lectern-key': environment.PUBLISHER_KEYS?.split(',')[0] ?? '' },
    body: JSON.stringify(argument === '--resume' ? { resume: true } : { release: argument }),
  }).catch((error: unknown) => {
    throw new Error(`Could not reach the publisher at ${url.origin}. Start it and try again.`, {
      cause: error,
    });
  });
  const answer = (await response.json()) as { error?: string; release?: string };
  if (!response.ok) throw new Error(answer.error ?? `The publisher answered ${response.status}.`);
  console.log(
    argument === '--resume'
      ? 'The site follows the CMS again.'
      : `Release ${answer.release} is live and stays so until "npm run rollback -- --resume".`,
  );
});
