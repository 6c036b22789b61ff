import { createRequire } from 'node:module';
import { join } from 'node:path';
import { clonePages } from './cloned-rows.ts';
import type { Connection, Models } from './database.ts';

/*
 * A process of its own, started while the CMS is stopped: brings the database to the number of
 * published landing pages named on the command line, by copying rows. Publishing as many in the
 * admin would take an hour. It loads the CMS as built for its connection and its tables' names.
 */
interface Cms {
  db: { connection: Connection; metadata: Models };
}

const require = createRequire(import.meta.url);
const commands = join(import.meta.dirname, '..', '..', 'cms', 'dist', 'src', 'commands');
const { withStrapi }: { withStrapi(work: (cms: Cms) => Promise<void>): Promise<void> } = require(
  join(commands, 'with-strapi.js'),
);

const [, , wanted, titles] = process.argv;
await withStrapi(({ db }) =>
  clonePages(db.connection, db.metadata, Number(wanted), titles !== 'same'),
);
process.exit();
