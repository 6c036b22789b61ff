import { runCmsCommand } from './stack/cms-command.ts';
import { runMain } from './stack/failures.ts';

/** `npm run seed`: adds the demo content that the database lacks; changes nothing that is there. */
runMain(() => runCmsCommand('seed'));
