import { runCmsCommand } from './stack/cms-command.ts';
import { runMain } from './stack/failures.ts';

/** `npm run reset-password -- <e-mail>`: a new password, also while the CMS is running. */
runMain(() => runCmsCommand('reset-password', process.argv.slice(2)));
