import { expect, test } from 'vitest';
import { followCode } from './follow-code';

test('what nobody has touched follows the code', () => {
  const applied = { label: 'Old', order: ['a', 'b'], gone: true };
  expect(
    followCode({ wanted: { label: 'New', order: ['b'] }, applied, current: { ...applied } }),
  ).toEqual({ label: 'New', order: ['b'] });
});

test('what was changed, added or removed stays so', () => {
  const applied = { changed: 1, removed: 2 };
  const current = { changed: 10, added: 3 };
  const wanted = { changed: 5, removed: 2, fresh: 4 };
  expect(followCode({ wanted, applied, current })).toEqual({ changed: 10, added: 3, fresh: 4 });
});

test('a changed setting that the code no longer names stays, an untouched one goes', () => {
  const applied = { changed: 1, untouched: 2 };
  const current = { changed: 10, untouched: 2 };
  expect(followCode({ wanted: {}, applied, current })).toEqual({ changed: 10 });
});
