import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The admin in a browser whose `localStorage` is this. */
async function bridge(get: () => object) {
  const window: { localStorage?: Storage } = {};
  Object.defineProperty(window, 'localStorage', { configurable: true, get });
  const document = { cookie: '' };
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  const { bridgeStorage, isLasting } = await import('./bridge-storage');
  bridgeStorage();
  const storage = window.localStorage;
  if (storage === undefined) throw new Error('There is no storage.');
  return { storage, isLasting, document };
}

const refuse = (name: string) => () => {
  throw new DOMException('The operation is insecure.', name);
};
const nothing = {
  length: 0,
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
};

test.each([
  ['is switched off', refuse('SecurityError')],
  [
    'cannot be used',
    () => ({
      length: 0,
      getItem: refuse('SecurityError'),
      setItem: refuse('SecurityError'),
      removeItem: refuse('SecurityError'),
    }),
  ],
  ['is full', () => ({ ...nothing, setItem: refuse('QuotaExceededError') })],
])(
  '73: where storage %s nothing throws, and it lasts until the window is closed',
  async (_, get) => {
    const { storage, isLasting } = await bridge(get);
    expect(storage.getItem('tour')).toBe(null);
    storage.setItem('tour', 'closed');
    expect([storage.getItem('tour'), isLasting('tour')]).toEqual(['closed', false]);
    expect([storage.length, storage.key(0), storage.key(1)]).toEqual([1, 'tour', null]);
    storage.removeItem('tour');
    expect(storage.getItem('tour')).toBe(null);
    expect(console.warn).toHaveBeenCalled();
  },
);

test('73: what the browser takes is stored by it, and lasts', async () => {
  const own = new Map([['theme', 'dark']]);
  const { storage, isLasting } = await bridge(() => ({
    getItem: (key: string) => own.get(key) ?? null,
    setItem: (key: string, value: string) => void own.set(key, value),
  }));
  storage.setItem('tour', 'closed');
  expect([storage.getItem('theme'), own.get('tour'), isLasting('tour')]).toEqual([
    'dark',
    'closed',
    true,
  ]);
  expect(console.warn).not.toHaveBeenCalled();
});

test('73: where storage is switched off, and cookies with it, a session lasts until the window is closed', async () => {
  const { document } = await bridge(refuse('SecurityError'));
  document.cookie = 'jwtToken=a; Path=/admin';
  document.cookie = 'other=b';
  expect(document.cookie).toBe('jwtToken=a; other=b');
  document.cookie = 'jwtToken=; Path=/admin; Expires=Thu, 01 Jan 1970 00:00:01 GMT;';
  expect(document.cookie).toBe('other=b');
});
