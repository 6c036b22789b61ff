import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Core } from '@strapi/strapi';
import { inData } from '../environment';
import { userTable } from './admin-user';

/** E-mail and password of the administrator that the CMS has made itself. */
interface FirstPassword {
  email: string;
  password: string;
}

const file = () => inData('first-admin.json');

/** Leaves it for the owner's eyes only. */
export async function keepFirstPassword(first: FirstPassword): Promise<void> {
  await writeFile(file(), `${JSON.stringify(first, null, 2)}\n`, { mode: 0o600 });
}

/** Deletes the file with the first password once that opens nothing any more. */
export async function forgetFirstPassword(strapi: Core.Strapi): Promise<void> {
  const text = await readFile(file(), 'utf8').catch(ifMissing);
  if (text === undefined) return;
  const { email, password }: FirstPassword = JSON.parse(text);
  const user: { password: string | null } | undefined = await strapi.db
    .getConnection(userTable)
    .where({ email })
    .first('password');
  const isValid = await strapi
    .service('admin::auth')
    .validatePassword(password, user?.password ?? '');
  if (!isValid) await rm(file(), { force: true });
}

/** Deletes it as soon as somebody changes that password, in whatever way. */
export function watchFirstPassword(strapi: Core.Strapi): void {
  const forget = async (): Promise<void> => {
    await strapi.db.transaction(async ({ onCommit }) =>
      onCommit(() => {
        forgetFirstPassword(strapi).catch((error: unknown) => strapi.log.error(error));
      }),
    );
  };
  strapi.db.lifecycles.subscribe({
    models: ['admin::user'],
    afterUpdate: forget,
    afterUpdateMany: forget,
    afterDelete: forget,
    afterDeleteMany: forget,
  });
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
