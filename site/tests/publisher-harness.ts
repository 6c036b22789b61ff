import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import type { CmsAddress } from '../../cms/tests/harness/test-cms.ts';
import { createReleaseStore, type ReleaseStore } from '../publisher/releases.ts';
import { publicSiteUrl } from './harness.ts';

interface PublisherStatus {
  state: string;
  liveGeneration: number;
  cmsGeneration: number;
  release: string;
  failure: { reason: string; message: string; since: string } | null;
  blocked: { path: string; reasons: string[] }[];
  runs: { rendered: number; generation: number }[];
}

/** A publisher in a process of its own, as it is run for real. */
export interface TestPublisher {
  siteUrl: string;
  controlUrl: string;
  folder: string;
  releases: ReleaseStore;
  status(): Promise<PublisherStatus>;
  /** Waits until the status is as wanted; fails the test after `within` milliseconds. */
  until(wanted: (status: PublisherStatus) => boolean, within?: number): Promise<PublisherStatus>;
  start(): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
  remove(): Promise<void>;
}

const siteFolder = join(import.meta.dirname, '..');
const node = join(siteFolder, '..', 'node_modules', 'node', 'bin', 'node');

export async function createPublisher(
  cms: Pick<CmsAddress, 'url' | 'siteToken' | 'publisherPort' | 'publisherKey'>,
): Promise<TestPublisher> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-publisher-'));
  const sitePort = await freePort();
  const siteUrl = `http://127.0.0.1:${sitePort}`;
  const controlUrl = `http://127.0.0.1:${cms.publisherPort}`;
  let child: ChildProcess | undefined;
  let output = '';

  const status = async () =>
    (await (await fetch(`${controlUrl}/status`)).json()) as PublisherStatus;
  const until: TestPublisher['until'] = async (wanted, within = 20_000) => {
    const deadline = Date.now() + within;
    for (;;) {
      const now = await status().catch(() => undefined);
      if (now !== undefined && wanted(now)) return now;
      if (Date.now() > deadline)
        throw new Error(`Not reached: ${JSON.stringify(now)}\n${output.slice(-3000)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    siteUrl,
    controlUrl,
    folder,
    releases: createReleaseStore(join(folder, 'site'), 10),
    status,
    until,
    start: async () => {
      child = spawn(node, ['publisher/main.ts'], {
        cwd: siteFolder,
        env: {
          PATH: process.env.PATH,
          CMS_URL: cms.url,
          SITE_TOKEN: cms.siteToken,
          PUBLISHER_KEYS: cms.publisherKey,
          PUBLIC_SITE_URL: publicSiteUrl,
          SITE_PORT: String(sitePort),
          PUBLISHER_PORT: String(cms.publisherPort),
          DATA_DIR: folder,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk) => {
          output += chunk;
        });
      await until(() => true);
    },
    kill: async (signal = 'SIGKILL') => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
