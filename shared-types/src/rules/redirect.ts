import { z } from 'zod';
import { addressOf, isOwnAddress } from '../page-paths.js';
import { optional, text, yesOrNo } from './fields.js';
import { isHttpUrl, isSiteLink } from './links.js';

/** Longest name that every file system takes, with something to spare. */
const longestPart = 200;

const from = text(300)
  .refine((value) => isSiteLink(value) && value.startsWith('/'), {
    error: 'is not a path on this site. Enter one that starts with a slash, such as /old-page/',
    abort: true,
  })
  .refine((value) => /^[A-Za-z0-9/_.~-]+$/.test(value), {
    error:
      'may hold only letters a to z, digits, slashes, hyphens, dots, tildes and underscores. Enter a plain path, such as /old-page/',
    abort: true,
  })
  .refine((value) => !value.includes('//'), {
    error: 'has two slashes in a row. Enter it with one',
  })
  .refine((value) => !/\/\./.test(value), {
    error:
      'has a part that begins with a dot, such as "..", which the site never answers. Enter another path',
  })
  .refine((value) => value.split('/').every((part) => part.length <= longestPart), {
    error: `has a part between two slashes that is longer than ${longestPart} characters. Shorten it`,
  })
  .refine((value) => addressOf(value) !== '/', { error: 'is the home page. Enter another path' })
  .refine((value) => addressOf(value) === '/' || !isOwnAddress(value), {
    error: 'is an address that the site itself uses. Enter another path',
  });

const to = text(2000).refine(
  (value) => isHttpUrl(value) || (isSiteLink(value) && value.startsWith('/')),
  { error: 'is neither a path on this site nor a web address. Enter /new-page/ or https://…' },
);

/** What a redirect must satisfy by itself; how it goes with others is checked where they are known. */
export const redirect = z
  .object({ from, to, permanent: optional(yesOrNo()) })
  .refine(({ from, to }) => !to.startsWith('/') || addressOf(from) !== addressOf(to), {
    path: ['to'],
    error: 'is the same address as "From". Enter where visitors should arrive',
  });
