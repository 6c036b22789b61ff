/* Strapi stops where the browser refuses to store something. What is refused is kept here meanwhile. */

/** What the browser has not taken, until the window is closed. */
const refused = new Map<string, string>();

/** Whether what is stored under a key outlives the window. */
export const isLasting = (key: string): boolean => !refused.has(key);

/**
 * Lets the admin work in a browser whose storage is switched off or full, and whose cookies are: it
 * then knows what is stored until the window is closed.
 */
export function bridgeStorage(): void {
  const own = readOwn();
  Object.defineProperty(window, 'localStorage', {
    configurable: true,
    value: createStorage(own),
  });
  // The same setting of a browser refuses both, and `navigator.cookieEnabled` says yes all the same.
  if (own === undefined) bridgeCookies();
}

/** The browser's storage; undefined where that is switched off. */
function readOwn(): Storage | undefined {
  try {
    return window.localStorage;
  } catch (error) {
    console.warn('This browser stores nothing:', error);
    return undefined;
  }
}

function createStorage(own: Storage | undefined): Storage {
  const attempt = <Result>(work: (storage: Storage) => Result): Result | undefined => {
    try {
      return own && work(own);
    } catch (error) {
      console.warn('Could not use the storage of this browser:', error);
      return undefined;
    }
  };
  const ownKeys = () =>
    attempt((storage) => Array.from({ length: storage.length }, (_, index) => storage.key(index)));
  const keys = () => [...new Set([...refused.keys(), ...(ownKeys() ?? [])])];
  return {
    get length() {
      return keys().length;
    },
    key: (index) => keys()[index] ?? null,
    getItem: (key) => refused.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem: (key, value) => {
      const isTaken = attempt((storage) => {
        storage.setItem(key, value);
        return true;
      });
      if (isTaken) refused.delete(key);
      else refused.set(key, String(value));
    },
    removeItem: (key) => {
      refused.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
    clear: () => {
      refused.clear();
      attempt((storage) => storage.clear());
    },
  };
}

/** Strapi reads the token of its session from a cookie that it has set itself. */
function bridgeCookies(): void {
  const cookies = new Map<string, string>();
  Object.defineProperty(document, 'cookie', {
    configurable: true,
    get: () => [...cookies].map((pair) => pair.join('=')).join('; '),
    set: (cookie: string) => {
      const [, name = '', value = '', attributes = ''] =
        /^([^=]*)=([^;]*)(.*)$/s.exec(cookie) ?? [];
      const expires = /;\s*expires=([^;]*)/i.exec(attributes)?.[1];
      if (expires !== undefined && Date.parse(expires) <= Date.now()) cookies.delete(name.trim());
      else cookies.set(name.trim(), value);
    },
  });
}
