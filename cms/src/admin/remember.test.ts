import { afterEach, expect, test, vi } from 'vitest';
import { remember } from './remember';

const own = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
afterEach(() => {
  vi.restoreAllMocks();
  if (own) Object.defineProperty(globalThis, 'localStorage', own);
  else Reflect.deleteProperty(globalThis, 'localStorage');
});

/** What `localStorage` is in a browser. */
const provide = (get: () => Pick<Storage, 'getItem' | 'setItem'>) =>
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get });

test('keeps a value, and none in the place of another', () => {
  const kept = new Map<string, string>();
  provide(() => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }));
  remember('tour', 'closed');
  remember('tour', 'open');
  expect([...kept]).toEqual([['tour', 'closed']]);
});

const refuse = (name: string) => () => {
  throw new DOMException('The operation is insecure.', name);
};

test.each([
  ['is switched off', refuse('SecurityError')],
  ['cannot be read', () => ({ getItem: refuse('SecurityError'), setItem: () => undefined })],
  ['is full', () => ({ getItem: () => null, setItem: refuse('QuotaExceededError') })],
])('73: where storage %s the admin goes on, with a warning', (_, get) => {
  provide(get);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  remember('tour', 'closed');
  expect(warn.mock.calls.map(([text]) => text)).toEqual(['Could not keep "tour" in this browser:']);
});
