import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  describeFaults,
  flag,
  folder,
  portNumber,
  seconds,
  serverAddress,
  share,
  signingKeys,
  wholeNumber,
} from './settings.js';

function read(type: z.ZodType, text: string): unknown {
  const parsed = z.object({ NAME: type }).safeParse({ NAME: text });
  return parsed.success ? parsed.data.NAME : describeFaults(parsed.error);
}

describe('78: an address has nothing in it that would not be honoured', () => {
  test.each([
    ['https://www.example.org', 'https://www.example.org'],
    ['https://www.example.org/', 'https://www.example.org'],
    [' HTTP://Example.org:80 ', 'http://example.org'],
    ['http://[::1]:4322', 'http://[::1]:4322'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s is %s', (text, origin) => {
    expect(read(serverAddress, text)).toBe(origin);
  });

  test.each([
    [
      'https://example.org/school',
      'ends with "/school": leave that out, only https://example.org would be used.',
    ],
    ['http://localhost:1337/admin/', 'ends with "/admin/"'],
    ['https://example.org?a=1', 'ends with "/?a=1"'],
    ['https://example.org#top', 'ends with "/#top"'],
    ['https://me:hunter2@example.org', 'has a user name or a password in it: leave them out'],
    ['ftp://example.org', 'is no address of a server: set it to one such as https://'],
    ['example.org', 'is no address of a server'],
    ['localhost:1337', 'is no address of a server'],
  ])('%s is refused', (text, message) => {
    expect(read(serverAddress, text)).toContain(`  NAME ${message}`);
    expect(read(serverAddress, text)).not.toContain('hunter2');
  });
});

describe('78: a value that cannot be honoured is refused with what to set', () => {
  test.each([
    [portNumber, 'web', 'is "web": set it to a port, a number from 1 to 65535.'],
    [portNumber, '127.0.0.1:8080', 'set it to a port'],
    [portNumber, '0', 'set it to a port'],
    [portNumber, '80.5', 'set it to a port'],
    [portNumber, '65536', 'set it to a port'],
    [wholeNumber(2, 1000), '1', 'is "1": set it to a whole number from 2 to 1000.'],
    [wholeNumber(2, 1000), '0x10', 'set it to a whole number'],
    [wholeNumber(2, 1000), ' ', 'set it to a whole number'],
    [share, '50%', 'is "50%": set it to a number from 0 to 1, such as 0.5.'],
    [share, '-0.1', 'set it to a number from 0 to 1'],
    [seconds(), '99999999', 'set it to a number of seconds from 1 to 86400.'],
    [seconds(60), '61', 'set it to a number of seconds from 1 to 60.'],
    [seconds(), 'Infinity', 'set it to a number of seconds'],
    [flag, 'nope', 'is "nope": set it to "true" or "false".'],
  ])('%#: "%s"', (type, text, message) => {
    expect(read(type, text)).toContain(message);
  });

  test.each([
    [portNumber, '8080', 8080],
    [wholeNumber(2, 1000), ' 10 ', 10],
    [share, '0.5', 0.5],
    [seconds(), '0.5', '  NAME is "0.5": set it to a number of seconds from 1 to 86400.'],
    [seconds(), '1.5', 1.5],
    [flag, 'TRUE', true],
    [flag, 'off', false],
  ])('%#: "%s" is %s', (type, text, value) => {
    expect(read(type, text)).toBe(value);
  });
});

describe('78: a folder is where its path says', () => {
  test.each([
    ['.data', '.data'],
    [' /srv/lectern data ', '/srv/lectern data'],
  ])('%s is %s', (text, path) => {
    expect(read(folder, text)).toBe(path);
  });

  test.each(['~/lectern', '"/srv/lectern"', "'x'", ' '])('%s is refused', (text) => {
    expect(read(folder, text)).toContain('set it to the path of a folder, without quotes');
  });
});

describe('keys that sign messages', () => {
  const [hex, base64] = ['0123456789abcdef'.repeat(4), `${'Ab+/'.repeat(10)}xyz=`];

  test.each([
    [hex, [hex]],
    [`${hex},${base64}`, [hex, base64]],
    [` ${hex} , whsec_${base64}\n`, [hex, `whsec_${base64}`]],
  ])('%j are %j', (text, keys) => {
    expect(read(signingKeys, text)).toEqual(keys);
  });

  test.each([
    ['my_own_key_that_is_long_enough_0123456789', 1],
    ['3f2b8c1e-6a0d-4c55-9d0b-0c8f4b6e2a77', 1],
    [`${hex}, short`, 2],
    [`${hex},`, 2],
    [`${hex}, two words${base64}`, 2],
    [`${hex};${base64}`, 1],
  ])('%j are refused with what to do, and not shown', (text, no) => {
    expect(read(signingKeys, text)).toBe(
      `  NAME has as key no. ${no} what is not base64 of at least 32 characters: make one with "openssl rand -base64 32", and separate several by commas.`,
    );
  });
});
