import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { keepPrivate } from './private-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-private-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const modeOf = (...parts: string[]) => (statSync(join(folder, ...parts)).mode & 0o777).toString(8);

function make(path: string, mode: number): void {
  writeFileSync(join(folder, path), 'content');
  chmodSync(join(folder, path), mode);
}

test('55: a folder that is missing is made for its owner alone', () => {
  keepPrivate(join(folder, 'new', 'data'));
  expect(modeOf('new', 'data')).toBe('700');
});

test('55: rights of others are taken from a folder and all that is in it, and from nothing else', () => {
  const outside = mkdtempSync(join(tmpdir(), 'lectern-outside-'));
  onTestFinished(() => rmSync(outside, { recursive: true }));
  writeFileSync(join(outside, 'file'), 'content', { mode: 0o644 });
  mkdirSync(join(folder, 'data', 'public', 'uploads'), { recursive: true });
  for (const path of ['data', 'data/public', 'data/public/uploads'])
    chmodSync(join(folder, path), 0o777);
  make('data/cms.db', 0o666);
  make('data/public/uploads/image.png', 0o644);
  symlinkSync(join(outside, 'file'), join(folder, 'data', 'link'));
  keepPrivate(join(folder, 'data'));
  expect(modeOf('data')).toBe('700');
  expect(modeOf('data', 'public', 'uploads')).toBe('700');
  expect(modeOf('data', 'cms.db')).toBe('600');
  expect(modeOf('data', 'public', 'uploads', 'image.png')).toBe('600');
  expect(statSync(join(outside, 'file')).mode & 0o777).toBe(0o644);
});

test('55: a folder that is closed itself is not looked into', () => {
  mkdirSync(join(folder, 'site'));
  make('site/page.html', 0o644);
  chmodSync(join(folder, 'site'), 0o755);
  keepPrivate(folder, ['site']);
  expect([modeOf('site'), modeOf('site', 'page.html')]).toEqual(['700', '644']);
});

test('55: a folder that everybody shares is refused', () => {
  chmodSync(folder, 0o1777);
  expect(() => keepPrivate(folder)).toThrow(
    `Could not keep ${folder} private: everybody on this machine shares it. Set DATA_DIR to a folder of its own.`,
  );
});
