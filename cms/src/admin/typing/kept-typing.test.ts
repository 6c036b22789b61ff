import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetOldTyping, keepTyping, keptAt, nameAt, placeOf, readTyping } from './kept-typing';

const kept = new Map<string, string>();
beforeEach(() =>
  vi.stubGlobal('localStorage', {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }),
);
afterEach(() => {
  vi.unstubAllGlobals();
  kept.clear();
});

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

test('73: what was typed is forgotten after a week, and nothing else is', () => {
  const places = ['first', 'second'].map((name) => placeOf(1, name, 'en'));
  const [old = '', recent = ''] = places;
  keepTyping(old, { values: { name: 'Old' }, time: ago(7.1) });
  keepTyping(recent, { values: { name: 'New' }, time: ago(6.9) });
  localStorage.setItem(placeOf('unreadable'), '{}');
  localStorage.setItem('of-somebody-else', 'stays');
  forgetOldTyping();
  expect([...kept.keys()]).toEqual([recent, 'of-somebody-else']);
  expect(readTyping(recent)).toMatchObject({ values: { name: 'New' } });
});

test('73: every form of a place keeps its own, the oldest text first', () => {
  const place = placeOf(1, 'faq', 'a', 'es');
  const names = [nameAt(place), nameAt(place), nameAt(placeOf(1, 'faq', 'a', 'es-419'))];
  const [recent = '', old = '', elsewhere = ''] = names;
  expect(new Set(names).size).toBe(3);
  keepTyping(recent, { values: {}, time: ago(1) });
  keepTyping(old, { values: {}, time: ago(2) });
  keepTyping(elsewhere, { values: {}, time: ago(3) });
  expect(keptAt(place)).toEqual([old, recent]);
});
