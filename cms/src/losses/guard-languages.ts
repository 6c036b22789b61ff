import { contentTypeNames, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

interface Locale {
  id: number;
  code: string;
  name: string;
}
interface Locales {
  findById(id: number): Promise<Locale | null>;
  delete(locale: { id: number }): Promise<unknown>;
}

/**
 * Keeps a language in which there are entries. Strapi deletes them with it, behind the back of the
 * history, which could not bring them back.
 */
export function guardLanguages(strapi: Core.Strapi): void {
  const locales: Locales = strapi.plugin('i18n').service('locales');
  const remove = locales.delete;
  locales.delete = async ({ id }) => {
    const locale = await locales.findById(id);
    if (locale !== null) await refuseUsed(strapi, locale);
    return remove({ id });
  };
}

async function refuseUsed(strapi: Core.Strapi, { code, name }: Locale): Promise<void> {
  let count = 0;
  for (const type of contentTypeNames)
    if (contentTypes[type].isLocalized)
      count += await strapi.db
        .query(contentTypes[type].uid)
        .count({ where: { locale: code, publishedAt: null } });
  if (count > 0)
    throw new errors.ApplicationError(
      `Could not delete the language ${name}: ${count === 1 ? 'an entry is' : `${count} entries are`} written in it. Delete them in this language first; they can be brought back under "Deleted entries".`,
    );
}
