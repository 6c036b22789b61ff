import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { takeWriterLock } from './writer-lock.ts';

/** A folder whose lock somebody holds, or seems to. */
async function heldFolder({ onTestFinished }: TestContext, holder: string, stamp: Date) {
  const root = await mkdtemp(join(tmpdir(), 'lectern-lock-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'writers', 'former');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'holder.json'), holder);
  await utimes(folder, stamp, stamp);
  return { root, folder };
}

const elsewhere = JSON.stringify({ pid: 1, host: 'elsewhere' });
const inAnHour = () => new Date(Date.now() + 3_600_000);
const anHourAgo = () => new Date(Date.now() - 3_600_000);

test.concurrent('99: a holder that is gone, and whose clock was an hour ahead, is waited for ten seconds and no longer', async (context) => {
  const { root } = await heldFolder(context, elsewhere, inAnHour());
  const waited: string[] = [];
  const lock = await takeWriterLock(root, (holder) => waited.push(holder));
  expect(waited).toEqual(['process 1 on elsewhere']);
  await lock.release();
});

test.concurrent('99: one that lives, and whose clock is an hour behind, keeps the lock', async (context) => {
  const { root, folder } = await heldFolder(context, elsewhere, anHourAgo());
  let beats = 0;
  const beating = setInterval(() => {
    beats += 1;
    const stamp = new Date(anHourAgo().getTime() + beats);
    void utimes(folder, stamp, stamp);
  }, 250);
  let isTaken = false;
  const taking = takeWriterLock(root, () => undefined).then((lock) => {
    isTaken = true;
    return lock;
  });
  await expect.poll(() => beats).toBeGreaterThan(50);
  expect(isTaken).toBe(false);
  clearInterval(beating);
  await (await taking).release();
});

test.concurrent('99: a holder whose word about itself was cut off by a loss of power does not stop a start', async (context) => {
  const { root } = await heldFolder(context, '\0\0\0\0', inAnHour());
  await (await takeWriterLock(root, () => undefined)).release();
});

test.concurrent('99: a process that has the number of the one before it, as in a container, does not wait for itself', async (context) => {
  const { root } = await heldFolder(
    context,
    JSON.stringify({ pid: process.pid, host: hostname() }),
    inAnHour(),
  );
  const lock = await takeWriterLock(root, (holder) => expect.fail(`It waits for ${holder}.`));
  await lock.release();
});
