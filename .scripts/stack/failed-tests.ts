import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { JsonTestResults } from 'vitest/node';
import { root } from './settings.ts';

/** Enough for the message of an error and the line where it arose. */
const linesShown = 12;

/**
 * Reads what failed in a run of Vitest.
 * @param resultFile what Vitest's JSON reporter wrote; none if the run ended before it was written
 * @returns a paragraph for each test that failed, and for each file that could not be run
 */
export async function readFailedTests(resultFile: string): Promise<string[]> {
  let json: string;
  try {
    json = await readFile(resultFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return ['A run of the tests ended before its results were written: see above.'];
  }
  const { testResults } = JSON.parse(json) as JsonTestResults;
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [paragraph(file, message)] : [];
    return failed.map(({ fullName, failureMessages }) =>
      paragraph(`${file} > ${fullName}`, (failureMessages ?? []).join('\n')),
    );
  });
}

function paragraph(title: string, message: string): string {
  const lines = message.split('\n').slice(0, linesShown);
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}
