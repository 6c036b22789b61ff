import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** How to reach a CMS under test; plain data, so that it can be handed to test processes. */
export interface CmsAddress {
  url: string;
  dataFolder: string;
  siteToken: string;
  previewToken: string;
  /** Where the CMS sends its messages to the publisher, and the key that signs them. */
  publisherPort: number;
  publisherKey: string;
  /** Where the CMS says that previews are. */
  previewUrl: string;
  database: 'sqlite' | 'postgres';
}

export interface TestCms extends CmsAddress {
  /** Runs a command of the CMS with its settings, as an owner does; settles when it has ended. */
  run(command: string, args?: string[]): Promise<{ code: number | null; output: string }>;
  /** What the process has written so far. */
  output(): string;
  stop(): Promise<void>;
  /** Stops it and starts it again on the same data, this time also with these settings. */
  restart(settings?: Record<string, string>): Promise<void>;
  /** Ends the process at once, as a crash does. */
  kill(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..', '..');

const randomSecret = () => randomBytes(32).toString('hex');

/** The secrets that all who serve one database have to have in common. */
export const randomTokens = () => ({
  API_TOKEN_SALT: randomSecret(),
  SITE_TOKEN: randomSecret(),
  PREVIEW_TOKEN: randomSecret(),
});

/** Settings that a CMS needs, each secret random. */
export function cmsEnvironment(dataFolder: string, port: number): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATA_DIR: dataFolder,
    CMS_PORT: String(port),
    ...randomTokens(),
    APP_KEYS: randomSecret(),
    ADMIN_JWT_SECRET: randomSecret(),
    TRANSFER_TOKEN_SALT: randomSecret(),
    ENCRYPTION_KEY: randomSecret(),
    PUBLISHER_KEYS: randomSecret(),
    SEED_DEMO_CONTENT: 'true',
    STRAPI_TELEMETRY_DISABLED: 'true',
  };
}

/**
 * Starts the built CMS in a process of its own, with an empty data folder and the demo content.
 * @param settings environment variables beside those that every CMS needs
 */
export async function startTestCms(
  databaseUrl?: string,
  settings: Record<string, string> = {},
): Promise<TestCms> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'lectern-cms-'));
  const port = await freePort();
  const publisherPort = await freePort();
  const previewUrl = `http://127.0.0.1:${await freePort()}`;
  const environment: Record<string, string> = {
    ...cmsEnvironment(dataFolder, port),
    PUBLISHER_URL: `http://127.0.0.1:${publisherPort}`,
    PREVIEW_URL: previewUrl,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...settings,
  };
  const url = `http://127.0.0.1:${port}`;
  let output = '';
  const start = async (changed: Record<string, string> = {}) => {
    const child = spawnCms({ ...environment, ...changed });
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    const ended = once(child, 'exit');
    for (let attempt = 0; !(await answers(url)); attempt += 1) {
      if (child.exitCode !== null || attempt > 3000)
        throw new Error(`The CMS did not start:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
      child.kill(signal);
      if (child.exitCode === null && child.signalCode === null) await ended;
    };
  };
  let end = await start();
  return {
    url,
    dataFolder,
    siteToken: environment.SITE_TOKEN ?? '',
    previewToken: environment.PREVIEW_TOKEN ?? '',
    publisherPort,
    publisherKey: environment.PUBLISHER_KEYS ?? '',
    previewUrl,
    database: databaseUrl ? 'postgres' : 'sqlite',
    output: () => output,
    run: (command, args = []) => runCommand(command, args, environment),
    restart: async (changed) => {
      await end();
      end = await start(changed);
    },
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The status that a CMS ends with which is not to start, or that it runs all the same. */
export async function endOf(child: ReturnType<typeof spawnCms>, port: number) {
  const ended = once(child, 'exit');
  while (child.exitCode === null && child.signalCode === null) {
    if (await answers(`http://127.0.0.1:${port}`)) return 'It runs.';
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const [status] = await ended;
  return status as number | null;
}

/** The process alone, for tests of how it starts. */
export function spawnCms(environment: Record<string, string>) {
  return spawn(join(root, 'node_modules', '.bin', 'strapi'), ['start'], {
    cwd: join(root, 'cms'),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function runCommand(command: string, args: string[], environment: Record<string, string>) {
  const child = spawn('node', [`dist/src/commands/${command}.js`, ...args], {
    cwd: join(root, 'cms'),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  await once(child, 'close');
  return { code: child.exitCode, output };
}

const answers = (url: string) =>
  fetch(`${url}/_health`).then(
    () => true,
    () => false,
  );

/** E-mail and password of the administrator that the CMS made for itself. */
export async function firstAdministrator({ dataFolder }: CmsAddress) {
  const text = await readFile(join(dataFolder, 'first-admin.json'), 'utf8');
  return JSON.parse(text) as { email: string; password: string };
}
