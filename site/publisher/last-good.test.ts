import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  expect(told).toEqual([expect.stringMatching(/^Could not read .*It was put aside as /)]);
  expect(lastGood.isComplete()).toBe(false);
  await lastGood.keep(new Map([['Faq en a', faq('One?')]]), true);
  expect(lastGood.get('Faq en a')).toEqual(faq('One?'));
  lastGood.close();
});
