import { defaultLocale, localeNames, locales } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';

/** Offers editors the locales that the site is built for; others they add are left alone. */
export async function ensureLocales(strapi: Core.Strapi): Promise<void> {
  const service = strapi.plugin('i18n').service('locales');
  for (const code of locales) {
    const existing = await service.findByCode(code);
    if (!existing) await service.create({ code, name: localeNames[code] });
  }
  if ((await service.getDefaultLocale()) !== defaultLocale)
    await service.setDefaultLocale({ code: defaultLocale });
}
