import {
  type ContentType,
  contentTypeOf,
  contentTypes,
  defaultLocale,
  isLocale,
  type Locale,
} from '@lectern/shared-types';
import { createPreviewToken } from '@lectern/shared-types/preview-token';
import type { Core, Modules } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { z } from 'zod';
import { type AdminContext, addAdminRoutes, adminRoute } from '../access/admin-route';
import { permissionsOn } from '../access/entry-permissions';
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
      const { pages, message } = await findPagesShowing(strapi, type, documentId, locale);
      const mayRead = type === 'Site' || permissionsOn(strapi, ctx, 'LandingPage').can.read();
      const token = await createPreviewToken(environment.PREVIEW_TOKEN);
      const links = pages.map(({ previewPath, ...page }) => ({
        ...page,
        url: toUrl(previewPath, token),
      }));
      return { pages: mayRead ? links : [], message };
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
  const { uid, isLocalized } = contentTypes[type];
  const entry: Modules.Documents.AnyDocument | null = await strapi.documents(uid).findOne({
    documentId,
    status: 'draft',
    ...(isLocalized ? { locale } : {}),
  });
  if (entry === null)
    throw new errors.NotFoundError('Could not preview: there is no such draft. Save it first.');
  if (permissionsOn(strapi, ctx, type).cannot.read(entry))
    throw new errors.ForbiddenError('You may not read this entry.');
}

function toUrl(path: string, token: string): string {
  const url = new URL(environment.PREVIEW_URL);
  url.pathname = '/';
  url.search = new URLSearchParams({ token, path }).toString();
  return url.href;
}
