import { expect, test } from 'vitest';
import { explain } from './failures.ts';

const systemError = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

test('errors of the system become one sentence that says what to do', () => {
  expect(explain(systemError('EACCES', '/data'))).toBe(
    '/data cannot be written: give yourself write permission, or set DATA_DIR to a folder of your own.',
  );
  expect(explain(systemError('ENOSPC'))).toMatch(/^The disk is full: free some space/);
});
