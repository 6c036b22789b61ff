import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { explain } from './failures.ts';
import { root } from './settings.ts';

afterEach(() => void vi.unstubAllEnvs());

const systemError = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

test('errors of the system become one sentence that says what to do', () => {
  vi.stubEnv('DATA_DIR', '/data');
  for (const path of ['/data', '/data/cms.db'])
    expect(explain(systemError('EACCES', path))).toBe(
      `${path} cannot be written: give yourself write permission, or set DATA_DIR to a folder of your own.`,
    );
  expect(explain(systemError('ENOSPC'))).toBe(
    'The disk is full: free some space, or set DATA_DIR to a folder on another disk.',
  );
});

test('another data folder is not the remedy for what is elsewhere', () => {
  vi.stubEnv('DATA_DIR', '/data');
  for (const path of [join(root, 'node_modules', '.cache', 'lectern'), '/database'])
    expect(explain(systemError('EACCES', path))).toBe(
      `${path} cannot be written: give yourself write permission.`,
    );
  expect(explain(systemError('ENOSPC', join(root, 'cms', 'dist')))).toBe(
    'The disk is full: free some space.',
  );
  vi.stubEnv('DATA_DIR', '');
  expect(explain(systemError('EROFS', join(root, '.data', 'logs')))).toContain('or set DATA_DIR');
});
