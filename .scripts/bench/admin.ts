import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../stack/settings.ts';
import { createHttpClient } from './http-client.ts';

export interface Editor {
  /** Document ids by the value of a field, such as the slug, of the entries in English. */
  find(type: EntryType, field: string): Promise<Map<string, string>>;
  /** Saves and publishes, as the button in the admin does. @throws Error when the CMS refuses */
  publish(type: EntryType, documentId: string, data: Record<string, unknown>): Promise<void>;
  /** Saves a draft. @throws Error when the CMS refuses */
  save(type: EntryType, documentId: string, data: Record<string, unknown>): Promise<void>;
  /** Plans that a draft is published at a full minute. @throws Error when the CMS refuses */
  planPublish(type: EntryType, documentId: string, due: Date): Promise<void>;
  /** Asks what publishing a draft would change, on the first pages or on all of them. */
  check(type: EntryType, documentId: string, isWhole: boolean): Promise<{ checked: number }>;
  /** How many drafts wait to be published. */
  countWaiting(): Promise<number>;
  close(): void;
}

export type EntryType = 'landing-page' | 'plan';

/** Works in the admin's own API, as the first administrator. */
export function createEditor({
  cmsPort,
  dataFolder,
}: Pick<Settings, 'cmsPort' | 'dataFolder'>): Editor {
  const client = createHttpClient(`http://127.0.0.1:${cmsPort}`, 8);
  let session: Promise<string> | undefined;

  const logIn = async (): Promise<string> => {
    const body = await readFile(join(dataFolder, 'first-admin.json'), 'utf8');
    const { email, password } = JSON.parse(body);
    const reply = await client.send('POST', '/admin/login', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (reply.status !== 200) throw new Error(`Could not log in: ${reply.status} ${reply.body}`);
    return JSON.parse(reply.body).data.token;
  };

  const ask = async (method: string, path: string, data?: unknown, isAgain = false) => {
    session ??= logIn();
    const headers = {
      authorization: `Bearer ${await session}`,
      'content-type': 'application/json',
    };
    const body = data === undefined ? {} : { body: JSON.stringify(data) };
    const reply = await client.send(method, path, { headers, ...body });
    if (reply.status === 401 && !isAgain) {
      session = undefined;
      return ask(method, path, data, true);
    }
    if (reply.status !== 200)
      throw new Error(`The CMS answered ${reply.status} to ${method} ${path}: ${reply.body}`);
    return JSON.parse(reply.body);
  };
  const uidOf = (type: EntryType) => `api::${type}.${type}`;
  const pathOf = (type: EntryType) => `/content-manager/collection-types/${uidOf(type)}`;

  return {
    find: async (type, field) => {
      const query = 'locale=en&pageSize=100&sort=id:ASC';
      const { results } = await ask('GET', `${pathOf(type)}?${query}`);
      return new Map(
        results.map((entry: Record<string, string>) => [entry[field], entry.documentId]),
      );
    },
    publish: async (type, documentId, data) => {
      await ask('POST', `${pathOf(type)}/${documentId}/actions/publish?locale=en`, data);
    },
    save: async (type, documentId, data) => {
      await ask('PUT', `${pathOf(type)}/${documentId}?locale=en`, data);
    },
    planPublish: async (type, documentId, due) => {
      const time = {
        wallTime: due.toISOString().slice(0, '2026-03-29T09:00'.length),
        timeZone: 'UTC',
      };
      await ask('POST', `/schedule/${uidOf(type)}/${documentId}/publish?locale=en`, time);
    },
    check: (type, documentId, isWhole) => {
      const entries = [{ uid: uidOf(type), documentId, locale: 'en' }];
      return ask('POST', '/candidate/check', { entries, isWhole });
    },
    countWaiting: async () => (await ask('GET', '/candidate')).count,
    close: () => client.close(),
  };
}
