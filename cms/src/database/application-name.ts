import { createHash } from 'node:crypto';
import { environment } from '../environment';

const hash = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

const { DATABASE_SCHEMA, API_TOKEN_SALT, SITE_TOKEN, PREVIEW_TOKEN } = environment;

/** How every CMS that uses the same tables begins what it calls itself to PostgreSQL. */
export const sharedName = `lectern-cms ${hash(DATABASE_SCHEMA)} `;

/** What this one calls itself: those with the same tokens, which are kept in the database, alike. */
export const applicationName = sharedName + hash(API_TOKEN_SALT, SITE_TOKEN, PREVIEW_TOKEN);
