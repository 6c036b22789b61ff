import { writeFile } from 'node:fs/promises';
import { keepPrivate } from '../shared-types/src/private-folder.ts';
import { provideSecrets, secretNames, toLine } from './stack/secrets.ts';

/**
 * What the one-shot service `secrets` of docker-compose.yml runs: makes the secrets once, and gives
 * every service a volume with those that it needs and no other.
 */
const folderOf = (service: string) => `/secrets/${service}`;
const ownerOnly = { mode: 0o600 };

// PGPASSWORD is where PostgreSQL's clients look for the password that an address leaves out.
const secrets = await provideSecrets(folderOf('cms'), {}, [...secretNames, 'PGPASSWORD']);
const ofPublisher = ['SITE_TOKEN', 'PREVIEW_TOKEN', 'PUBLISHER_KEYS'];
for (const service of ['publisher', 'database']) keepPrivate(folderOf(service));
await writeFile(
  `${folderOf('publisher')}/secrets.env`,
  ofPublisher.map((name) => toLine(name, secrets[name] ?? '')).join(''),
  ownerOnly,
);
await writeFile(`${folderOf('database')}/password`, secrets.PGPASSWORD ?? '', ownerOnly);
