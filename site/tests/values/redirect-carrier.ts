import fc from 'fast-check';
import {
  anyJson,
  awkwardCharacters,
  awkwardLink,
  awkwardText,
} from '../../../cms/tests/harness/awkward-values.ts';
import type { Carrier, Data } from './carrier.ts';

const from = fc.oneof(
  fc.constantFrom(
    '/',
    '//x',
    '/\\x',
    '/a//b/',
    '/old.html',
    '/v2.0/',
    '/es/',
    '/robots.txt',
    '/x y',
  ),
  fc.constantFrom(
    '/ä/',
    '/%C3%A4/',
    '/a?b',
    '/a#b',
    '/../x',
    '/a/./b',
    'x',
    'https://example.org/',
  ),
  fc.stringMatching(/^(\/[A-Za-z0-9._~-]{1,9}){1,4}\/?$/),
  fc.integer({ min: 240, max: 310 }).map((length) => `/${'a'.repeat(length - 1)}`),
  awkwardCharacters(300).map((text) => `/${text}`),
  awkwardText(300),
);

/** Redirects, each from an address of its own. */
export const redirectCarrier: Carrier = {
  type: 'Redirect',
  sample: (number) => ({
    from: `/values-from-${number}/`,
    to: 'https://example.org/',
    permanent: true,
  }),
  slots: [
    { kind: 'redirect from', path: ['from'], values: from, also: 'to' },
    { kind: 'redirect to', path: ['to'], values: awkwardLink(2000), also: 'from' },
    { kind: 'boolean', path: ['permanent'], values: anyJson },
  ],
  expect: ({ to, permanent }) => ({
    status: permanent === true ? 301 : 302,
    location: toAddress(to),
  }),
  read: () => ({}),
};

/** What the site answers at the address of a redirect. */
export async function readRedirect(siteUrl: string, { from }: Data): Promise<Data> {
  const answer = await fetch(siteUrl + from, { redirect: 'manual' });
  return { status: answer.status, location: toAddress(answer.headers.get('location')) };
}

/** The same address has several spellings, of which a header holds the one that is percent-encoded. */
const toAddress = (to: unknown) =>
  encodeURI(new URL(String(to), 'https://site.example').href).replaceAll('%25', '%');
