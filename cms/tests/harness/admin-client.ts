import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentType, contentTypes } from '@lectern/shared-types';
import { acceptHeader, type Losses } from '../../src/losses/contract.ts';
import { type CmsAddress, firstAdministrator } from './test-cms.ts';

type Data = Record<string, unknown>;
export interface Answer {
  status: number;
  /** The entry, or the list, as the admin's API gives it. */
  data: Record<string, unknown> & { documentId: string };
  error?: {
    message: string;
    details?: { errors?: { path: string[]; message: string }[]; losses?: Losses };
  };
}

/** Does what an editor does in the admin, through the same API as the admin's own pages. */
export interface AdminClient {
  create(type: ContentType, data: Data, locale?: string): Promise<Answer>;
  update(type: ContentType, documentId: string, data: Data, locale?: string): Promise<Answer>;
  publish(type: ContentType, documentId: string, data?: Data, locale?: string): Promise<Answer>;
  unpublish(type: ContentType, documentId: string, locale?: string): Promise<Answer>;
  discard(type: ContentType, documentId: string, locale?: string): Promise<Answer>;
  remove(type: ContentType, documentId: string): Promise<Answer>;
  /** Creates and publishes; fails the test when either is refused. */
  createPublished(type: ContentType, data: Data, locale?: string): Promise<string>;
  upload(bytes: Uint8Array, name: string, mime: string, alternativeText?: string): Promise<Answer>;
  /** Confirms what visitors would lose by it, as somebody does who reads that and goes on. */
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Asks once, and confirms nothing. */
  ask: AdminClient['request'];
}

/**
 * Starts the session of the first administrator that all test files share, kept in the data folder:
 * Strapi allows five logins in five minutes.
 */
export async function startSession(
  cms: CmsAddress,
  user?: { email: string; password: string },
): Promise<void> {
  await keepSession(cms, await logIn(cms, user ?? (await firstAdministrator(cms))));
}

/** A token of the first administrator that is good for ten minutes at least. */
export async function adminToken(cms: CmsAddress): Promise<string> {
  if (!existsSync(sessionFile(cms)))
    return tokenOf(await logIn(cms, await firstAdministrator(cms)));
  const kept: Session = JSON.parse(await readFile(sessionFile(cms), 'utf8'));
  if (kept.renewAt > Date.now()) return kept.token;
  const headers = { cookie: kept.cookie };
  return keepSession(
    cms,
    await fetch(`${cms.url}/admin/access-token`, { method: 'POST', headers }),
  );
}

interface Session {
  token: string;
  /** What the next token is asked for with, once. */
  cookie: string;
  /** Milliseconds since 1970; tokens are good for half an hour. */
  renewAt: number;
}

const sessionFile = (cms: CmsAddress) => join(cms.dataFolder, 'session-of-tests.json');

async function keepSession(cms: CmsAddress, answer: Response): Promise<string> {
  const session: Session = {
    token: await tokenOf(answer),
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
    renewAt: Date.now() + 20 * 60_000,
  };
  await writeFile(sessionFile(cms), JSON.stringify(session));
  return session.token;
}

async function logIn(cms: CmsAddress, user: { email: string; password: string }) {
  const login = await fetch(`${cms.url}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  });
  if (!login.ok) throw new Error(`Login failed: ${login.status} ${await login.text()}`);
  return login;
}

async function tokenOf(answer: Response): Promise<string> {
  if (!answer.ok) throw new Error(`No token was given: ${answer.status} ${await answer.text()}`);
  const { data } = (await answer.json()) as { data: { token: string } };
  return data.token;
}

export async function loginAsAdmin(cms: CmsAddress): Promise<AdminClient> {
  return adminClient(cms, await adminToken(cms));
}

/**
 * A new user with a role of its own, who may do something with entries of one type and nothing else.
 * @param properties fields and locales that may be read; all when left out
 * @param conditions of Strapi, such as `admin::is-creator`
 * @param actions what may be done with them; each with properties of its own when it is not to have these
 */
export async function loginAsReader(
  cms: CmsAddress,
  type: ContentType,
  properties: { fields?: string[]; locales?: string[] } = {},
  conditions: string[] = [],
  actions: (string | [action: string, own: typeof properties])[] = ['read'],
): Promise<AdminClient> {
  const admin = await loginAsAdmin(cms);
  const name = `Reader ${randomBytes(6).toString('hex')}`;
  const { data } = await admin.request('POST', '/admin/roles', { name, description: '' });
  const permissions = actions.map((each) => {
    const [action, own] = typeof each === 'string' ? [each, properties] : each;
    return {
      action: `plugin::content-manager.explorer.${action}`,
      subject: contentTypes[type].uid,
      properties: own,
      conditions,
    };
  });
  const path = `/admin/roles/${data.id}/permissions`;
  const { error } = await admin.request('PUT', path, { permissions });
  if (error) throw new Error(`Could not make a role: ${error.message}`);
  return loginAs(cms, String(data.code));
}

/** A new user with one of the roles, by the code of the role, made by the first administrator. */
export async function createUser(cms: CmsAddress, role: string) {
  const admin = await loginAsAdmin(cms);
  const roles = (await admin.request('GET', '/admin/roles')).data as unknown as {
    id: number;
    code: string;
  }[];
  const name = randomBytes(6).toString('hex');
  const user = { email: `${name}@lectern.localhost`, password: `${name}aA1` };
  const created = await admin.request('POST', '/admin/users', {
    email: user.email,
    firstname: 'Robin',
    lastname: name,
    roles: roles.filter(({ code }) => code === role).map(({ id }) => id),
  });
  if (created.error) throw new Error(`Could not create a user: ${created.error.message}`);
  const { id } = created.data;
  const activated = await admin.request('PUT', `/admin/users/${id}`, {
    password: user.password,
    isActive: true,
  });
  if (activated.error) throw new Error(`Could not activate a user: ${activated.error.message}`);
  return user;
}

/** Creates a user with one of the roles and logs in as that user. */
export async function loginAs(cms: CmsAddress, role: string): Promise<AdminClient> {
  return adminClient(cms, await tokenOf(await logIn(cms, await createUser(cms, role))));
}

/** Whoever has a token, such as one of those that are made in the settings. */
export function adminClient(cms: CmsAddress, token: string): AdminClient {
  const authorization = `Bearer ${token}`;

  const request: AdminClient['request'] = async (method, path, body, headers = {}) => {
    const answer = await ask(method, path, body, headers);
    const token = answer.error?.details?.losses?.token;
    if (token === undefined) return answer;
    return ask(method, path, body, { ...headers, [acceptHeader]: token });
  };
  const ask: AdminClient['ask'] = async (method, path, body, headers = {}) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${cms.url}${path}`, {
      method,
      headers: {
        authorization,
        ...(isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      ...(text.startsWith('{') || text.startsWith('[') ? wrap(JSON.parse(text)) : {}),
    } as Answer;
  };
  const path = (type: ContentType, rest = '', locale = 'en') => {
    const kind = type === 'Site' ? 'single-types' : 'collection-types';
    const query = type === 'Redirect' ? '' : `?locale=${locale}`;
    return `/content-manager/${kind}/${contentTypes[type].uid}${type === 'Site' ? rest.replace(/^\/[^/]+(?=\/actions)/, '') : rest}${query}`;
  };
  const act = (action: string) => (type: ContentType, id: string, locale?: string) =>
    request('POST', path(type, `/${id}/actions/${action}`, locale), {});

  const client: AdminClient = {
    request,
    ask,
    create: (type, data, locale) => request('POST', path(type, '', locale), data),
    update: (type, id, data, locale) =>
      request('PUT', path(type, type === 'Site' ? '' : `/${id}`, locale), data),
    publish: (type, id, data = {}, locale) =>
      request('POST', path(type, `/${id}/actions/publish`, locale), data),
    unpublish: act('unpublish'),
    discard: act('discard'),
    remove: (type, id) => request('DELETE', path(type, `/${id}`)),
    createPublished: async (type, data, locale) => {
      const created = await client.create(type, data, locale);
      if (created.error) throw new Error(`Could not create: ${created.error.message}`);
      const { documentId } = created.data;
      const published = await client.publish(type, documentId, {}, locale);
      if (published.error) throw new Error(`Could not publish: ${published.error.message}`);
      return documentId;
    },
    upload: (bytes, name, mime, alternativeText) => {
      const form = new FormData();
      form.append('files', new Blob([Uint8Array.from(bytes)], { type: mime }), name);
      form.append('fileInfo', JSON.stringify({ name, alternativeText: alternativeText ?? null }));
      return request('POST', '/upload', form);
    },
  };
  return client;
}

function wrap(body: Data | Data[]): Data {
  if (Array.isArray(body)) return { data: body[0], list: body };
  return 'data' in body || 'error' in body ? body : { data: body };
}
