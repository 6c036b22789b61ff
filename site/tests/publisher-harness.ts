import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PublisherStatus as Status } from '@lectern/shared-types';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { graphql } from '../../cms/tests/harness/graphql.ts';
import type { CmsAddress } from '../../cms/tests/harness/test-cms.ts';
import { createReleaseStore, type ReleaseStore } from '../publisher/releases/release-store.ts';
import { publicSiteUrl } from './harness.ts';

/** As it is once the first release is live. */
type PublisherStatus = Omit<Status, 'liveGeneration' | 'cmsGeneration' | 'release'> & {
  liveGeneration: number;
  cmsGeneration: number;
  release: string;
};

interface TestPublisherOptions {
  /** Settings beside those that every publisher needs. */
  settings?: Record<string, string>;
  /** Folder of an earlier publisher, to go on with. */
  folder?: string;
  /** Loads what makes file operations fail; see `arm`. */
  hasFailingFiles?: boolean;
}

/** Which file operation from now on fails, and how. */
interface FileFault {
  /** 1 is the next one. */
  at: number;
  action: 'kill' | 'EIO' | 'ENOSPC' | 'EROFS';
  /** Whether all later ones fail, too. */
  lasts?: boolean;
}

/** A publisher in a process of its own, as it is run for real. */
export interface TestPublisher {
  siteUrl: string;
  controlUrl: string;
  folder: string;
  releases: ReleaseStore;
  /** What the process has written so far. */
  output(): string;
  pid(): number;
  /** A file of the live release. */
  readLive(path: string): Promise<string>;
  /** What is wrong with `current`: nothing, if it is one complete release. */
  liveDamage(): Promise<string[]>;
  /** Makes a file operation fail, or none; returns those since the last call. */
  arm(fault?: FileFault): Promise<string[][]>;
  status(): Promise<PublisherStatus>;
  /** Waits until the status is as wanted; fails the test after `within` milliseconds. */
  until(wanted: (status: PublisherStatus) => boolean, within?: number): Promise<PublisherStatus>;
  /** Waits until it is idle at the generation that the CMS has counted. */
  caughtUp(): Promise<PublisherStatus>;
  /** Waits until the live release is finished, so that what happens next belongs to something else. */
  finished(): Promise<void>;
  /** Starts the process; `settings` hold for this start only. */
  start(settings?: Record<string, string>): Promise<void>;
  /** Settles when the process has ended by itself. */
  ended(): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
  remove(): Promise<void>;
}

const siteFolder = join(import.meta.dirname, '..');

export async function createPublisher(
  cms: Pick<CmsAddress, 'url' | 'siteToken' | 'publisherPort' | 'publisherKey'>,
  options: TestPublisherOptions = {},
): Promise<TestPublisher> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'lectern-publisher-')));
  const releases = createReleaseStore(join(folder, 'site'));
  const sitePort = await freePort();
  const siteUrl = `http://127.0.0.1:${sitePort}`;
  const controlUrl = `http://127.0.0.1:${cms.publisherPort}`;
  let child: ChildProcess | undefined;
  let output = '';

  const status = async () =>
    (await (await fetch(`${controlUrl}/status`)).json()) as PublisherStatus;
  const until: TestPublisher['until'] = async (wanted, within = 120_000) => {
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
    releases,
    output: () => output,
    pid: () => child?.pid ?? 0,
    readLive: async (path) => {
      const { release } = await status();
      return (await releases.readFile(await releases.read(release), path)).toString('utf8');
    },
    liveDamage: async () => {
      const current = await releases.currentRelease();
      if (current === undefined) return ['there is no live release'];
      return releases.findLiveDamage(await releases.read(current));
    },
    arm: async (fault) => {
      if (child === undefined) throw new Error('The publisher is not started.');
      const answer = once(child, 'message');
      child.send({ fault });
      const [operations] = await answer;
      return operations;
    },
    status,
    until,
    caughtUp: async () => {
      const { data } = await graphql(cms, '{ contentGeneration { changeId } }');
      const { changeId } = data.contentGeneration;
      return until(({ state, liveChangeId }) => state === 'idle' && liveChangeId === changeId);
    },
    finished: async () => {
      for (let last = ''; ; ) {
        const { release } = await until(
          ({ state, release }) => state === 'idle' && release !== null,
        );
        if ((await releases.read(release)).isFinished) return;
        if (release === last) await new Promise((resolve) => setTimeout(resolve, 100));
        last = release;
      }
    },
    ended: async () => {
      if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
    start: async (settings = {}) => {
      const preload = options.hasFailingFiles
        ? ['--import', './tests/preload/failing-files.mjs']
        : [];
      child = spawn(process.execPath, [...preload, 'publisher/main.ts'], {
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
          MALLOC_ARENA_MAX: '2',
          // Tests take off more pages than anybody does in a day.
          LARGEST_LOSS: '1',
          ...options.settings,
          ...settings,
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
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
