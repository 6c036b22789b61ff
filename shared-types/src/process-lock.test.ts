import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { takeProcessLock } from './process-lock.ts';

let file: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  file = join(folder, 'cms.lock');
});

const refusal = (holder: string) => `${holder} has it.`;
const source = new URL('./process-lock.ts', import.meta.url).href;

/** A process that has taken the lock. */
async function startHolder() {
  const code = `
    const { takeProcessLock } = await import(${JSON.stringify(source)});
    await takeProcessLock(${JSON.stringify(file)}, { patience: 0, refusal: String });
    globalThis.gc();
    console.log('taken');
    setInterval(() => {}, 1000);`;
  const args = ['--expose-gc', '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

test('74: a lock that another process has is refused, and that one is named', async () => {
  const holder = await startHolder();
  const waited: string[] = [];
  const onWait = (name: string) => waited.push(name);
  const taking = takeProcessLock(file, { patience: 300, onWait, refusal });
  await expect(taking).rejects.toThrow(`process ${holder.pid} has it.`);
  expect(waited).toEqual([`process ${holder.pid}`]);
});

test.each(['SIGKILL', 'SIGTERM'] as const)(
  '74: a lock is free once its holder has ended by %s, and whoever waits gets it',
  async (signal) => {
    const holder = await startHolder();
    const onWait = () => void holder.kill(signal);
    const release = await takeProcessLock(file, { patience: 60_000, onWait, refusal });
    const again = () => takeProcessLock(file, { patience: 0, refusal });
    await expect(again()).rejects.toThrow(`process ${process.pid} has it.`);
    release();
    (await again())();
  },
);

test('74: a lock that cannot be taken at all says what to do', async () => {
  const missing = join(file, 'missing', 'cms.lock');
  await expect(takeProcessLock(missing, { patience: 0, refusal })).rejects.toThrow(
    new RegExp(`^Could not lock ${missing}: .*or set DATA_DIR to a folder on another one\\.$`),
  );
});
