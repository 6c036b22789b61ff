import { expect, test, vi } from 'vitest';

const secret = () => crypto.randomUUID() + crypto.randomUUID();
const secrets = () =>
  Object.fromEntries(
    [
      'APP_KEYS',
      'API_TOKEN_SALT',
      'ADMIN_JWT_SECRET',
      'TRANSFER_TOKEN_SALT',
      'ENCRYPTION_KEY',
      'SITE_TOKEN',
      'PREVIEW_TOKEN',
    ].map((name) => [name, secret()]),
  );

async function read(variables: Record<string, string>) {
  for (const [name, value] of Object.entries(secrets())) vi.stubEnv(name, value);
  const { readEnvironment } = await import('./environment');
  vi.unstubAllEnvs();
  return readEnvironment(variables as unknown as NodeJS.ProcessEnv);
}

test('every faulty setting is named at once, none of their values', async () => {
  const variables = {
    ...secrets(),
    SITE_TOKEN: 'short',
    APP_KEYS: '',
    CMS_PORT: 'x',
    DATABASE_URL: 'mysql://u:hunter2@h/d',
  };
  await expect(read(variables)).rejects.toThrow(
    /CMS_PORT is "x": set it to a port[\s\S]*DATABASE_URL is not a PostgreSQL address[\s\S]*APP_KEYS is not set[\s\S]*SITE_TOKEN is shorter than 32/,
  );
  await expect(read(variables)).rejects.not.toThrow(/hunter2/);
});

test('history may keep no versions, but keeps those it has for a day at least', async () => {
  const variables = { ...secrets(), HISTORY_VERSIONS: '0', HISTORY_DAYS: '1' };
  expect(await read(variables)).toMatchObject({ HISTORY_VERSIONS: 0, HISTORY_DAYS: 1 });
  await expect(read({ ...variables, HISTORY_VERSIONS: '-1', HISTORY_DAYS: '0' })).rejects.toThrow(
    /HISTORY_VERSIONS is "-1": set it to a whole number from 0[\s\S]*HISTORY_DAYS is "0": set it to a whole number from 1/,
  );
});

test('defaults are those of a local start', async () => {
  expect(await read(secrets())).toMatchObject({
    CMS_PORT: 1337,
    CMS_HOST: '127.0.0.1',
    SEED_DEMO_CONTENT: false,
  });
});

test('74: a shell that sets HOST has no say in where the CMS listens', async () => {
  expect(await read({ ...secrets(), HOST: 'somebodys-laptop.local' })).toMatchObject({
    CMS_HOST: '127.0.0.1',
  });
});

test('78: an address with a path is refused by its name', async () => {
  const variables = { ...secrets(), PUBLIC_SITE_URL: 'https://example.org/school' };
  await expect(read(variables)).rejects.toThrow('PUBLIC_SITE_URL ends with "/school": leave that');
});

test.each([
  ['h/d?sslrootcert=/not/there.pem', /DATABASE_URL names the file \/not\/there.pem as sslrootcert/],
  [
    'h/d?options=-c%20search_path%3Dweb',
    /DATABASE_URL sets search_path: leave that out, and set DATABASE_SCHEMA/,
  ],
  ['h:port/d', /DATABASE_URL is not a PostgreSQL address/],
  ['part#2@h/d', /DATABASE_URL has a # in it, .* write %23 for #/],
  ['50%off@h/d', /DATABASE_URL is not a PostgreSQL address.* and %25 for %/],
])('77: an address of PostgreSQL with %s is refused by name', async (rest, message) => {
  const variables = { ...secrets(), DATABASE_URL: `postgres://u:hunter2@${rest}` };
  await expect(read(variables)).rejects.toThrow(message);
  await expect(read(variables)).rejects.not.toThrow(/hunter2/);
});

test('77: PostgreSQL is used with at least one connection', async () => {
  const address = `postgres://u@h/d?sslmode=verify-full&sslrootcert=${import.meta.filename}`;
  expect(await read({ ...secrets(), DATABASE_URL: address })).toMatchObject({
    DATABASE_URL: address,
    DATABASE_SCHEMA: 'public',
    DATABASE_CONNECTIONS: 10,
  });
  await expect(read({ ...secrets(), DATABASE_CONNECTIONS: '0' })).rejects.toThrow(
    /DATABASE_CONNECTIONS is "0": set it to a whole number from 1/,
  );
});

test('blanks and line ends around a setting are not part of it', async () => {
  const given = secrets();
  const padded = Object.entries({ ...given, CMS_HOST: '::1', DATABASE_SCHEMA: 'web content' });
  const variables = Object.fromEntries(padded.map(([name, text]) => [name, ` ${text}\r`]));
  expect(await read(variables)).toMatchObject({
    SITE_TOKEN: given.SITE_TOKEN,
    PREVIEW_TOKEN: given.PREVIEW_TOKEN,
    CMS_HOST: '::1',
    DATABASE_SCHEMA: 'web content',
  });
  expect(await read({ ...given, CMS_HOST: ' ' })).toMatchObject({ CMS_HOST: '127.0.0.1' });
});

test('each of the keys of cookies is checked', async () => {
  const [one, other] = [secret(), secret()];
  expect(await read({ ...secrets(), APP_KEYS: `${one}, ${other}\r` })).toMatchObject({
    APP_KEYS: [one, other],
  });
  await expect(read({ ...secrets(), APP_KEYS: `${one},` })).rejects.toThrow(
    'APP_KEYS has as key no. 2 what is shorter than 32 characters: make one with "openssl rand -base64 32", and separate several by commas.',
  );
  await expect(read({ ...secrets(), APP_KEYS: `${one},${'ab'.repeat(20)}` })).rejects.toThrow(
    'APP_KEYS has as key no. 2 what is a default or guessable value: make one with',
  );
});

test('the keys of the publisher are refused by name where they cannot sign', async () => {
  const key = '0123456789abcdef'.repeat(4);
  expect(await read({ ...secrets(), PUBLISHER_KEYS: `${key}, ${key}` })).toMatchObject({
    PUBLISHER_KEYS: [key, key],
  });
  const variables = { ...secrets(), PUBLISHER_KEYS: 'my_own_key_that_is_long_enough_0123456789' };
  await expect(read(variables)).rejects.toThrow(
    'PUBLISHER_KEYS has as key no. 1 what is not base64 of at least 32 characters: make one with',
  );
  await expect(read(variables)).rejects.not.toThrow(/my_own_key/);
});
