import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cmsEnvironment } from './test-cms.ts';

const readingMethods = ['GET', 'HEAD', 'OPTIONS'];
/** More than these are all that HTTP knows. */
const severalMethods = 9;

/**
 * Every route of the CMS that can write, as "POST /admin/login" or "ALL /graphql", those that only read,
 * as "GET /admin/users", and its GraphQL mutations.
 */
export async function listRoutes(): Promise<{
  routes: string[];
  reading: string[];
  mutations: string[];
}> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-routes-'));
  try {
    const file = join(folder, 'routes.json');
    await promisify(execFile)('node', [join(import.meta.dirname, 'print-routes.mjs'), file], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        ...cmsEnvironment(folder, 0),
        CMS_PORT: '1337',
        SEED_DEMO_CONTENT: 'false',
      },
    });
    const listed: { routes: { methods: string[]; path: string }[]; mutations: string[] } =
      JSON.parse(await readFile(file, 'utf8'));
    const routes = listed.routes.flatMap(({ methods, path }) =>
      methods.length > severalMethods
        ? [`ALL ${path}`]
        : methods
            .filter((method) => !readingMethods.includes(method))
            .map((method) => `${method} ${path}`),
    );
    const reading = listed.routes.flatMap(({ methods, path }) =>
      methods.includes('GET') && methods.length <= severalMethods ? [`GET ${path}`] : [],
    );
    const sorted = (all: string[]) => [...new Set(all)].sort();
    return { routes: sorted(routes), reading: sorted(reading), mutations: listed.mutations };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
