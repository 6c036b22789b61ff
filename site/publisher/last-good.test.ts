import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import type { Faq } from '../src/content/content.ts';
import { openLastGood } from './last-good.ts';

const faq = (question: string): Faq => ({ question, answer: '', documentId: 'a', updatedAt: '' });

async function emptyFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-last-good-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'last-good.db');
}
const silent = (message: string) => expect.fail(message);

test('79: what was good outlasts the process, and what has gone is forgotten', async () => {
  const file = await emptyFile();
  const before = openLastGood(file, silent);
  expect(before.isComplete()).toBe(false);
  await before.keep(new Map([['Faq en a', faq('One?')]]), true);
  await before.keep(new Map([['Faq en b', faq('Two?')]]), true);
  await before.keep(new Map([['Faq en b', null]]), true);
  before.close();
  const after = openLastGood(file, silent);
  expect([after.isComplete(), [...after.keys()], after.get('Faq en a')]).toEqual([
    true,
    ['Faq en a'],
    faq('One?'),
  ]);
  const views = new Map([
    ['Faq en a', faq('One?')],
    ['Faq en c', faq('Three?')],
  ]);
  expect(after.differing(views)).toEqual(new Set(['Faq en c']));
  after.close();
});

test('79: a file that is damaged is put aside and named, and the publisher starts without it', async () => {
  const file = await emptyFile();
  await writeFile(file, 'This is no database.'.repeat(500));
  const told: string[] = [];
  const lastGood = openLastGood(file, (message) => told.push(message));
  expect(lastGood.isComplete()).toBe(false);
  expect(told).toEqual([expect.stringMatching(/^Could not read .*It was put aside as /)]);
  await lastGood.keep(new Map([['Faq en a', faq('One?')]]), true);
  expect(lastGood.get('Faq en a')).toEqual(faq('One?'));
  lastGood.close();
});

test.runIf(process.getuid?.() === 0)(
  '32: on a full disk it is not put aside, and is whole once there is room',
  async () => {
    const file = await emptyFile();
    const disk = dirname(file);
    const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], {
      reject: false,
    });
    if (mounted.failed)
      return console.warn(`Not tried, tmpfs cannot be mounted: ${mounted.stderr}`);
    try {
      const before = openLastGood(file, silent);
      await before.keep(new Map([['Faq en a', faq('One?')]]), true);
      before.close();
      const filler = join(disk, 'filler');
      await execa('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k'], { reject: false });
      const after = openLastGood(file, silent);
      expect(() => after.isComplete()).toThrow();
      await rm(filler);
      expect(after.isComplete()).toBe(true);
      const fill = new Map([['Faq en b', faq('Two?'.repeat(1_000_000))]]);
      await expect(after.keep(fill, true)).rejects.toThrow('disk is full');
      expect([...after.keys()]).toEqual(['Faq en a']);
      after.close();
    } finally {
      await execa('umount', ['-l', disk]);
    }
  },
);
