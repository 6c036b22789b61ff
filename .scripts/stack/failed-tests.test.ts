import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readFailedTests } from './failed-tests.ts';
import { root } from './settings.ts';

async function resultFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-failed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'results.json');
}

test('each test that failed is listed with its file and what it said, and each file that could not be run', async () => {
  const file = await resultFile();
  const long = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
  const result = (status: string, fullName: string, failureMessages: string[] = []) => ({
    ...{ status, fullName, failureMessages },
  });
  const testResults = [
    {
      name: join(root, 'a.test.ts'),
      status: 'failed',
      message: '',
      assertionResults: [
        result('passed', 'group passes'),
        result('failed', 'group fails', ['Error: one\n    at a.test.ts:1', 'Error: two']),
        result('skipped', 'group is skipped'),
        result('failed', 'fails at length', [long]),
      ],
    },
    { name: join(root, 'b.test.ts'), status: 'failed', message: 'No b.', assertionResults: [] },
    {
      name: join(root, 'c.test.ts'),
      status: 'passed',
      message: '',
      assertionResults: [result('passed', 'passes')],
    },
  ];
  await writeFile(file, JSON.stringify({ testResults }));
  const listed = await readFailedTests(file);
  expect(listed).toEqual([
    'a.test.ts > group fails\n  Error: one\n      at a.test.ts:1\n  Error: two',
    expect.stringMatching(/^a\.test\.ts > fails at length\n {2}line 0\n/),
    'b.test.ts\n  No b.',
  ]);
  expect(listed[1]?.split('\n')).toHaveLength(13);
});

test('a run that ended before its results were written is listed as one', async () => {
  expect(await readFailedTests(await resultFile())).toEqual([
    'A run of the tests ended before its results were written: see above.',
  ]);
});
