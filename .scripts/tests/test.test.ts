import { execa } from 'execa';
import { expect, test } from 'vitest';
import { root } from '../stack/settings.ts';

test('npm test lists what failed at its very end', async () => {
  // Of a project that there is not, Vitest runs nothing and writes no results.
  const options = ['--project', 'nobody'];
  const { exitCode, stderr } = await execa(process.execPath, ['.scripts/test.ts', ...options], {
    cwd: root,
    reject: false,
  });
  expect(stderr).toMatch(
    /\nFailed:\n\nA run of the tests ended before its results were written: see above\.$/,
  );
  expect(exitCode).toBe(1);
});
