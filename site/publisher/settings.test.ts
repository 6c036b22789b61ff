import { expect, test } from 'vitest';
import { readPublisherSettings } from './settings.ts';

const key = '0123456789abcdef'.repeat(4);
const read = (keys: string) => readPublisherSettings({ SITE_TOKEN: key, PUBLISHER_KEYS: keys });

test('keys that sign messages may have blanks around them', () => {
  expect(read(`${key}, ${key} `).keys).toEqual([key, key]);
});

test.each([
  ['my_own_key_that_is_long_enough_0123456789', 1],
  [`${key},my own key that is long enough 0123456789`, 2],
])('keys that cannot sign are refused by name: %s', (keys, no) => {
  expect(() => read(keys)).toThrow(
    `PUBLISHER_KEYS has as key no. ${no} what is not base64 of at least 32 characters: make one with`,
  );
  expect(() => read(keys)).not.toThrow(/long/);
});

test('blanks and line ends around a setting are not part of it', () => {
  const settings = readPublisherSettings({
    SITE_TOKEN: `${key} `,
    PREVIEW_TOKEN: `${key}\r`,
    PUBLISHER_KEYS: key,
    PUBLISHER_HOST: ' 0.0.0.0',
  });
  expect(settings).toMatchObject({
    siteToken: key,
    preview: { token: key },
    controlHost: '0.0.0.0',
  });
});

test('keys that are not set are named', () => {
  expect(() => readPublisherSettings({ SITE_TOKEN: key })).toThrow('PUBLISHER_KEYS is not set');
});
