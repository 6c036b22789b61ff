import { z } from 'zod';

/*
 * Values that settings may have. What cannot be honoured as it was written is refused, with words
 * that go on after the name of the setting.
 */

/** The settings that say something. Blanks and line ends around them are slips, and fit nobody's key. */
export const givenSettings = (variables: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables)
      .map(([name, text = '']) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ''),
  );

/** A setting whose text `read` understands; undefined stands for one that it does not. */
function setting<T>(read: (text: string) => T | undefined, demand: string) {
  return z.string().transform((text, context) => {
    const value = read(text.trim());
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', input: text, message: `is "${text}": ${demand}` });
    return z.NEVER;
  });
}

const numberIn = (least: number, most: number) => (text: string) => {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
};

export const portNumber = setting(
  (text) => wholeIn(1, 65_535)(text),
  'set it to a port, a number from 1 to 65535.',
);

export const wholeNumber = (least: number, most: number) =>
  setting(wholeIn(least, most), `set it to a whole number from ${least} to ${most}.`);

function wholeIn(least: number, most: number) {
  return (text: string) => {
    const value = numberIn(least, most)(text);
    return Number.isInteger(value) ? value : undefined;
  };
}

/** Blanks around it are a slip; quotes and `~` mean something to shells alone. */
export const folder = setting(
  (text) => (/^["'~]|^$/.test(text) ? undefined : text),
  'set it to the path of a folder, without quotes, and with the home folder written out instead of "~".',
);

export const share = setting(numberIn(0, 1), 'set it to a number from 0 to 1, such as 0.5.');

/** Of at most a day: longer pauses are beyond what the clocks of Node.js can do. */
export const seconds = (most = 86_400) =>
  setting(numberIn(1, most), `set it to a number of seconds from 1 to ${most}.`);

const words = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);

export const flag = setting(
  (text) => words.get(text.toLowerCase()),
  'set it to "true" or "false".',
);

/**
 * Where a server is: scheme, host and port. Everything of Lectern lives at the root of its host, so
 * that a path would not be honoured; the slash at the end is no path.
 */
export const serverAddress = z.string().transform((text, context) => {
  const refuse = (message: string) => {
    context.issues.push({ code: 'custom', input: text, message });
    return z.NEVER;
  };
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return refuse(`is no address of a server: set it to one such as https://www.example.org.`);
  if (url.username !== '' || url.password !== '')
    return refuse('has a user name or a password in it: leave them out, they are not used.');
  const rest = url.href.slice(url.origin.length + 1);
  if (rest !== '')
    return refuse(`ends with "/${rest}": leave that out, only ${url.origin} would be used.`);
  return url.origin;
});

/** Whether Standard Webhooks can sign with it: base64, with or without its prefix. */
const isSigningKey = (key: string) =>
  key.length >= 32 && /^(whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(key);

/** Keys that sign messages, separated by commas; the first signs, all are accepted. */
export const signingKeys = z.string().transform((text, context): [string, ...string[]] => {
  const [first = '', ...others] = text.split(',').map((key) => key.trim());
  const keys: [string, ...string[]] = [first, ...others];
  const wrong = keys.findIndex((key) => !isSigningKey(key));
  if (wrong < 0) return keys;
  const message = `has as key no. ${wrong + 1} what is not base64 of at least 32 characters: make one with "openssl rand -base64 32", and separate several by commas.`;
  context.issues.push({ code: 'custom', input: text, message });
  return z.NEVER;
});

/** What is wrong with the settings, a line for each of them. */
export const describeFaults = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `  ${path.join('.')} ${message}`).join('\n');
