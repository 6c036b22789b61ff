import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Service, startService } from '../stack/processes.ts';
import { readSettings, root, type Settings } from '../stack/settings.ts';
import { freePorts } from './free-ports.ts';
import { createHttpClient } from './http-client.ts';
import { type NudgeRelay, startNudgeRelay } from './nudge-relay.ts';
import type { BenchOptions } from './options.ts';
import { startPostgres } from './postgres.ts';
import type { Summary } from './statistics.ts';

/** How long a publish took, and writing down that it is live. */
export interface VersionMarks {
  publish: Summary;
  mark: Summary;
}

/** CMS, publisher and what stands between them, on ports and in a folder of their own. */
export interface BenchStack {
  settings: Settings;
  publisherUrl: string;
  relay: NudgeRelay;
  /** @param environment settings that differ from the usual ones */
  startCms(environment?: Record<string, string>): Promise<void>;
  stopCms(): Promise<void>;
  /** Copies pages until there are so many; the CMS must be stopped. */
  clonePages(pages: number): Promise<void>;
  /** Fills the history and times what marks a version as live; the CMS must be stopped. */
  markVersions(versions: number, publishes: number): Promise<VersionMarks>;
  /** Starts a publisher that knows nothing and has no files; does not wait for its first release. */
  startEmptyPublisher(): Promise<number>;
  /** Starts a publisher that goes on with the files that are there. */
  startPublisher(): Promise<number>;
  stopPublisher(): Promise<void>;
  /** Ends a process by SIGKILL and waits until it is gone. */
  kill(service: 'cms' | 'publisher'): Promise<void>;
  /** Stops every process and removes the folder. */
  stop(): Promise<void>;
}

export async function createBenchStack({
  database,
  titles,
}: Pick<BenchOptions, 'database' | 'titles'>): Promise<BenchStack> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  const [cmsPort, sitePort, publisherPort, relayPort = 0, previewPort] = await freePorts(5);
  const publisherUrl = `http://127.0.0.1:${publisherPort}`;
  const postgres = database === 'postgres' ? await startPostgres() : undefined;
  const settings = await readSettings({
    ...process.env,
    CMS_PORT: String(cmsPort),
    SITE_PORT: String(sitePort),
    PUBLISHER_PORT: String(publisherPort),
    PUBLISHER_URL: `http://127.0.0.1:${relayPort}`,
    PREVIEW_PORT: String(previewPort),
    PREVIEW_URL: '',
    ADMIN_URL: '',
    DATABASE_URL: postgres?.url ?? '',
    DATA_DIR: folder,
    CMS_HOST: '',
    LIVE_URL: '',
    CMS_URL: '',
    PUBLIC_SITE_URL: '',
  });
  const relay = await startNudgeRelay(relayPort, publisherUrl);
  // Promises, so that a service that is still starting is stopped, too.
  let cms: Promise<Service> | undefined;
  let publisher: Promise<Service> | undefined;
  let isStopped = false;
  let formerSites = 0;

  const stopCms = async () => {
    await (await cms)?.stop();
    cms = undefined;
  };
  const stopPublisher = async () => {
    await (await publisher)?.stop();
    publisher = undefined;
  };
  const start = (...args: Parameters<typeof startService>) => {
    if (isStopped) throw new Error('The bench is ending.');
    return startService(...args);
  };

  const startPublisher = async () => {
    publisher = start(
      'publisher',
      {
        folder: 'site',
        program: './publisher/main.ts',
        readyUrl: `${publisherUrl}/healthz`,
      },
      settings,
    );
    return (await publisher).pid;
  };

  return {
    settings,
    publisherUrl,
    relay,
    stopCms,
    stopPublisher,
    startCms: async (environment = {}) => {
      cms = start(
        'cms',
        {
          folder: 'cms',
          program: 'strapi',
          args: ['start'],
          readyUrl: `${settings.ownCmsUrl}/_health`,
          environment,
        },
        settings,
      );
      await cms;
    },
    clonePages: async (pages) => {
      const script = join(root, '.scripts', 'bench', 'clone-pages.ts');
      await execa('node', [script, String(pages), titles], {
        cwd: join(root, 'cms'),
        env: settings.environment,
        preferLocal: true,
        localDir: root,
        timeout: 600_000,
      });
    },
    markVersions: async (versions, publishes) => {
      const script = join(root, '.scripts', 'bench', 'mark-versions.ts');
      const { stdout } = await execa('node', [script, String(versions), String(publishes)], {
        cwd: join(root, 'cms'),
        env: settings.environment,
        preferLocal: true,
        localDir: root,
        timeout: 600_000,
      });
      return JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1));
    },
    startPublisher,
    startEmptyPublisher: async () => {
      // Moved, not deleted: for some seconds after a deletion ext4 is slow to make new files.
      formerSites += 1;
      await rename(join(folder, 'site'), join(folder, `site-${formerSites}`)).catch(ifMissing);
      return startPublisher();
    },
    kill: async (name) => {
      const service = await (name === 'cms' ? cms : publisher);
      if (service === undefined) throw new Error(`The ${name} is not running.`);
      process.kill(service.pid, 'SIGKILL');
      await service.ended;
    },
    stop: async () => {
      isStopped = true;
      await Promise.allSettled([stopPublisher(), stopCms()]);
      relay.close();
      await postgres?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function ifMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** A client for the public site. */
export const siteClient = ({ settings }: BenchStack, connections = 1) =>
  createHttpClient(`http://127.0.0.1:${settings.sitePort}`, connections);
