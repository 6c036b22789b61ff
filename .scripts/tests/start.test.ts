import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createEditor, type Editor } from '../bench/admin.ts';
import { freePorts } from '../bench/free-ports.ts';
import { type StartedLectern, startLectern } from '../newcomers/started-lectern.ts';

let environment: NodeJS.ProcessEnv;
let dataFolder: string;
let editor: Editor;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'lectern-start-'));
  const [cmsPort, sitePort, publisherPort, previewPort] = await freePorts(4);
  environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataFolder,
    CMS_PORT: String(cmsPort),
    SITE_PORT: String(sitePort),
    PUBLISHER_PORT: String(publisherPort),
    PREVIEW_PORT: String(previewPort),
  };
  editor = createEditor({ cmsPort: Number(cmsPort), dataFolder });
});
afterAll(async () => {
  editor.close();
  await rm(dataFolder, { recursive: true, force: true });
});

function start(settings: NodeJS.ProcessEnv = {}): StartedLectern {
  const lectern = startLectern({ environment: { ...environment, ...settings } });
  onTestFinished(() => lectern.remove());
  return lectern;
}

const isServed = 'Ctrl-C stops everything.';
const cmsProgram = 'strapi start';
const publisherProgram = 'publisher/main.ts';

let lastPrice = 200;

const siteStatus = () =>
  fetch(`http://127.0.0.1:${environment.SITE_PORT}/`).then(
    ({ status }) => status,
    () => 'no answer',
  );

describe.runIf(process.platform === 'linux')('75: no process is left behind', () => {
  test.each<[string, (lectern: StartedLectern) => unknown]>([
    ['Ctrl-C in the terminal', ({ signalGroup }) => signalGroup('SIGINT')],
    ['SIGTERM to the group', ({ signalGroup }) => signalGroup('SIGTERM')],
    ['SIGTERM to npm', ({ npm }) => npm.kill('SIGTERM')],
    ['a terminal that is closed', ({ signalGroup }) => signalGroup('SIGHUP')],
    ['SIGKILL to the group', ({ signalGroup }) => signalGroup('SIGKILL')],
    ['SIGKILL to npm', ({ npm }) => npm.kill('SIGKILL')],
    ['SIGKILL to what npm runs', (lectern) => killOne(lectern, 'run.mjs start')],
    ['SIGKILL to what starts the services', (lectern) => killOne(lectern, 'start.ts')],
  ])('by %s', async (_, end) => {
    const lectern = start();
    await lectern.shows(isServed);
    await end(lectern);
    expect(await leftOf(lectern)).toEqual([]);
  });

  test.each([
    ['what npm runs', 'run.mjs start'],
    ['what starts the services', 'start.ts'],
    ['the CMS', cmsProgram],
    ['the publisher', publisherProgram],
  ])('by SIGTERM to the group as soon as there is %s', async (_, program) => {
    const lectern = start();
    await lectern.process(program);
    lectern.signalGroup('SIGTERM');
    expect(await leftOf(lectern)).toEqual([]);
    expect(lectern.output()).not.toContain(isServed);
  });
});

/** What still runs of it after far longer than it takes to end. */
async function leftOf(lectern: StartedLectern): Promise<string[]> {
  await Promise.race([lectern.gone(), pause(600_000, undefined, { ref: false })]);
  return (await lectern.processes()).map(({ command }) => command);
}

async function killOne(lectern: StartedLectern, program: string): Promise<void> {
  const { pid } = await lectern.process(program);
  process.kill(pid, 'SIGKILL');
}

test('84: a start waits for the port of one that is still ending', async () => {
  const former = createServer().listen(Number(environment.SITE_PORT));
  await once(former, 'listening');
  const lectern = start();
  await lectern.shows(`Port ${environment.SITE_PORT} is taken; waiting a moment`);
  former.close();
  await lectern.shows(isServed);
});

describe.runIf(process.platform === 'linux')('84: what was published stays live', () => {
  test('while the CMS has crashed, which is started again and keeps its log', async () => {
    const lectern = start();
    await lectern.shows(isServed);
    const log = join(dataFolder, 'logs', 'cms.log');
    const before = await readFile(log, 'utf8');
    const { pid } = await lectern.process(cmsProgram);

    process.kill(pid, 'SIGKILL');

    await lectern.shows(
      `The CMS has ended by SIGKILL and is started again in 1 s. Its log is ${log}.`,
    );
    const seen = new Set();
    while (!lectern.output().includes('The CMS runs again.')) seen.add(await siteStatus());
    expect([...seen]).toEqual([200]);
    expect((await lectern.process(cmsProgram)).pid).not.toBe(pid);
    const after = await readFile(log, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toContain('The CMS starts as process');
  });

  test('after a crash of the publisher, which is started again', async () => {
    const lectern = start();
    await lectern.shows(isServed);
    await killOne(lectern, publisherProgram);
    await lectern.shows('The publisher has ended by SIGKILL and is started again in 1 s.');
    await lectern.shows('The publisher runs again.');
    expect(await siteStatus()).toBe(200);
  });

  // The system kills so, without a word, what takes the last of the memory.
  test.each<[string, string[]]>([
    ['the publisher is killed', [publisherProgram]],
    ['the CMS is killed', [cmsProgram]],
    ['both are killed', [cmsProgram, publisherProgram]],
  ])('and nothing that was published is lost when %s at once after it', async (_, programs) => {
    const lectern = start();
    await lectern.shows(isServed);
    const plan = (await editor.find('plan', 'name')).get('Pro') ?? '';
    lastPrice += 1;
    const price = lastPrice;
    await editor.publish('plan', plan, { price });
    for (const program of programs) await killOne(lectern, program);
    const page = () =>
      fetch(`http://127.0.0.1:${environment.SITE_PORT}/python-for-backend-developers/`).then(
        (answer) => answer.text(),
        () => '',
      );
    await expect.poll(page, { timeout: 300_000 }).toContain(`$${price}<`);
    if (programs.includes(cmsProgram)) await lectern.shows('The CMS runs again.');
    expect([...(await editor.find('plan', 'price')).keys()].map(Number)).toContain(price);
  });

  test('beside a CMS that ends at every start, which is tried later and later', async () => {
    const database = join(dataFolder, 'cms.db');
    await copyFile(database, `${database}.whole`);
    await writeFile(database, 'no database');
    await rm(`${database}-wal`, { force: true });
    const lectern = start();
    await lectern.shows('and is started again in 1 s.');
    await lectern.shows('and is started again in 2 s.');
    await lectern.shows(isServed);
    expect(await siteStatus()).toBe(200);
    expect(lectern.output()).toContain(
      '✖ Start the CMS [FAILED: it is tried again beside the site that is served]',
    );
    expect(lectern.output()).toMatch(
      /Could not start the CMS\. The end of .*cms\.log:[\s\S]*file is not a database/,
    );

    await copyFile(`${database}.whole`, database);

    await lectern.shows('The CMS runs again.');
  });

  test.runIf(process.getuid?.() === 0)('on a disk that is full, which is told', async () => {
    const disk = await mkdtemp(join(tmpdir(), 'lectern-start-'));
    onTestFinished(() => rm(disk, { recursive: true, force: true }));
    const size = ['-t', 'tmpfs', '-o', 'size=500m,mode=0700', 'tmpfs', disk];
    const mounted = await execa('mount', size, { reject: false });
    if (mounted.failed)
      return console.warn(`Not tried, tmpfs cannot be mounted: ${mounted.stderr}`);
    onTestFinished(async () => void (await execa('umount', ['-l', disk])));
    const former = start({ DATA_DIR: disk });
    await former.shows(isServed);
    former.signalGroup('SIGTERM');
    await former.gone();
    const filler = join(disk, 'filler');
    await execa('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], { reject: false });

    const lectern = start({ DATA_DIR: disk });

    await lectern.shows(
      `Only 0 MB are free for ${disk}. What is live is served; free some space, or nothing new can be saved or published.`,
    );
    await expect.poll(siteStatus).toBe(200);
    await rm(filler);
    await lectern.shows(isServed);
  });

  test('but a CMS that cannot start ends a start that has nothing to serve', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-start-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'cms.db'), 'no database');
    const lectern = start({ DATA_DIR: folder });
    await lectern.gone();
    expect(lectern.npm.exitCode).toBe(1);
    expect(lectern.output()).toContain(
      `Could not start the CMS. The end of ${join(folder, 'logs', 'cms.log')}:`,
    );
    expect(lectern.output()).toContain('file is not a database');
  });
});

describe('74: another start on the same data', () => {
  test.each([
    ['npm start', ['npm', 'start']],
    ['npm run dev', ['npm', 'run', 'dev']],
  ] as const)('by %s is refused and named, and the first one goes on', async (_, command) => {
    const first = start();
    await first.shows(isServed);
    const [CMS_PORT, SITE_PORT, PUBLISHER_PORT, PREVIEW_PORT] = (await freePorts(4)).map(String);
    const ports = { CMS_PORT, SITE_PORT, PUBLISHER_PORT, PREVIEW_PORT };
    const second = startLectern({
      command: [...command],
      environment: { ...environment, ...ports },
    });
    onTestFinished(() => second.remove());
    await second.gone();
    expect(second.npm.exitCode).toBe(1);
    const { pid } = await first.process('start.ts');
    expect(second.output()).toContain(
      `Could not start: Lectern runs on ${dataFolder} already, as process ${pid}. Stop that first (Ctrl-C in its terminal), or set DATA_DIR to another folder for this one.`,
    );
    expect(await siteStatus()).toBe(200);
  });
});
