import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { keepPrivate } from './private-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-private-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

test('55: a folder that is missing is made for its owner alone', () => {
  keepPrivate(join(folder, 'new', 'data'));
  expect(modeOf(join(folder, 'new', 'data'))).toBe('700');
});

test('55: a folder that others could read or write is closed to them, also behind a link', () => {
  for (const mode of [0o777, 0o755, 0o750, 0o707]) {
    chmodSync(folder, mode);
    keepPrivate(folder);
    expect(modeOf(folder)).toBe('700');
  }
  const behind = join(folder, 'behind');
  mkdirSync(behind, { mode: 0o755 });
  symlinkSync(behind, join(folder, 'link'));
  keepPrivate(join(folder, 'link'));
  expect(modeOf(behind)).toBe('700');
});

test('55: a folder that everybody shares is refused and left as it is', () => {
  chmodSync(folder, 0o1777);
  expect(() => keepPrivate(folder)).toThrow(
    `Could not keep ${folder} private: everybody on this machine shares it. Set DATA_DIR to a folder of its own.`,
  );
  expect(modeOf(folder)).toBe('1777');
});
