import {
  type ContentType,
  contentTypeNames,
  contentTypeOf,
  contentTypes,
  defaultLocale,
  isLocale,
  type Locale,
  locales,
} from '@lectern/shared-types';
import { createPreviewToken } from '@lectern/shared-types/preview-token';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { z } from 'zod';
import { type AdminContext, addAdminRoutes, adminRoute } from '../access/admin-route';
import { mayReadWhole, permissionsOn } from '../access/entry-permissions';
import { readDrafts } from '../candidate/read-drafts';
import { environment } from '../environment';
import { findPagesShowing } from './pages-showing';

const requestBody = z.object({
  uid: z.string(),
  documentId: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
  locale: z.string().nullish(),
});

interface Entry {
  type: ContentType;
  documentId: string;
  locale: Locale;
}

/** Adds what the admin's preview asks, for administrators who may read the entry that it is about. */
export function registerPreviewRoutes(strapi: Core.Strapi): void {
  addAdminRoutes(strapi, [
    adminRoute('POST', '/preview/link', async (ctx) => {
      const entry = readEntry(ctx.request.body);
      await refuseUnreadable(strapi, entry, ctx);
      const { type, documentId, locale } = entry;
      refuseReaderOfPart(strapi, ctx);
      const { pages, message } = await findPagesShowing(strapi, type, documentId, locale);
      const token = await createPreviewToken(environment.PREVIEW_TOKEN);
      const links = pages.map(({ previewPath, ...page }) => ({
        ...page,
        url: toUrl(previewPath, token),
      }));
      return { pages: links, message };
    }),
  ]);
}

/** @throws ValidationError for a body that names no entry of the site */
function readEntry(body: unknown): Entry {
  const { data } = requestBody.safeParse(body);
  const type = data && contentTypeOf(data.uid);
  const locale = data?.locale ?? defaultLocale;
  if (data === undefined || type === undefined || !isLocale(locale))
    throw new errors.ValidationError(
      'Could not preview: the request does not name an entry of the site. Send uid, documentId and locale.',
    );
  return { type, documentId: data.documentId, locale };
}

/** @throws NotFoundError, or ForbiddenError when the administrator may not read the entry */
async function refuseUnreadable(
  strapi: Core.Strapi,
  { type, documentId, locale }: Entry,
  ctx: AdminContext,
): Promise<void> {
  const { isLocalized } = contentTypes[type];
  const [entry] = await readDrafts(strapi, type, {
    documentId,
    ...(isLocalized ? { locale } : {}),
  });
  if (entry === undefined)
    throw new errors.NotFoundError('Could not preview: there is no such draft. Save it first.');
  if (permissionsOn(strapi, ctx, type).cannot.read(entry))
    throw new errors.ForbiddenError('You may not read this entry.');
}

/**
 * A page shows every entry on it, and its links lead on to others: previews are for whoever may read
 * all of the content.
 * @throws PolicyError for anybody else
 */
function refuseReaderOfPart(strapi: Core.Strapi, ctx: AdminContext): void {
  const readsAll = contentTypeNames.every((type) => {
    const permissions = permissionsOn(strapi, ctx, type);
    return locales.every((locale) => mayReadWhole(strapi, permissions, type, { locale }));
  });
  if (!readsAll)
    throw new errors.PolicyError(
      'Could not preview: a preview shows whole pages with all that is on them, and you may read only part of the content. Ask an administrator for the right to read all of it.',
    );
}

function toUrl(path: string, token: string): string {
  const url = new URL(environment.PREVIEW_URL);
  url.pathname = '/';
  url.search = new URLSearchParams({ token, path }).toString();
  return url.href;
}
