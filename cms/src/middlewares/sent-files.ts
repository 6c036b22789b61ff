import { rm } from 'node:fs/promises';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import createError from 'http-errors';
import { koaBody } from 'koa-body';

type Context = Parameters<Core.MiddlewareHandler>[0];

const megabyte = 1024 * 1024;
const largestFile = 20 * megabyte;

const readForm = koaBody({
  multipart: true,
  json: false,
  urlencoded: false,
  text: false,
  formidable: { maxFileSize: largestFile, maxFieldsSize: megabyte, maxFiles: 50 },
});

/**
 * Takes files where the media library takes them, and nowhere else, from whoever has logged in: what
 * anybody sends would be kept until the last of it has come. Whatever becomes of a request,
 * none of its files stays behind. None is put into an entry
 * on its way: that would change what is published, and ask nobody who may write there.
 */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }): Core.MiddlewareHandler =>
  async (context, next) => {
    if (!context.is('multipart')) return next();
    if (!/^\/(api\/)?upload(\/|$)/i.test(context.path))
      throw createError(
        415,
        'Could not read the request: only the media library takes files. Send JSON.',
      );
    if (!(await isAuthenticated(strapi, context))) return;
    await readForm(context, async () => {}).catch(explain);
    const files = Object.values(context.request.files ?? {}).flat();
    try {
      refuseMore(context.request.body);
      for (const file of files) refuseEmpty(file);
      if (files.length > 0) refuseElsewhere(context);
      await next();
    } finally {
      for (const { filepath } of files) await rm(filepath, { force: true });
    }
  };

/** @throws ValidationError for what is sent with a file beside its name and texts, such as an entry */
function refuseMore(body: object): void {
  const more = Object.keys(body).filter((name) => name !== 'fileInfo');
  if (more.length > 0)
    throw new errors.ValidationError(
      `Could not upload: ${more.join(', ')} cannot be sent with a file. Upload the image, then choose it in the entry.`,
    );
}

/** @throws ValidationError for files where Strapi takes texts alone, and drops them without a word */
function refuseElsewhere({ method, path }: Context): void {
  if (method === 'POST' && /^\/(api\/)?upload(\/files(\/[^/]+\/replace)?)?\/?$/i.test(path)) return;
  throw new errors.ValidationError(
    'Could not take the file: texts alone are changed here. Send them without a file, or replace the file in the media library.',
  );
}

/** @throws ValidationError for a file without a byte, such as one that a cloud has not loaded yet */
function refuseEmpty(file: { size: number; originalFilename: string | null }): void {
  if (file.size === 0 && file.originalFilename)
    throw new errors.ValidationError(
      `Could not upload ${file.originalFilename}: the file is empty. Look whether it opens on your computer, then upload it again.`,
    );
}

/** @throws PayloadTooLargeError, or ValidationError for what cannot be read as a form */
function explain(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  if (/maxFileSize/.test(error.message))
    throw new errors.PayloadTooLargeError(
      `Could not upload: the file is larger than ${largestFile / megabyte} MB. Make the image smaller, for example by saving it as WebP.`,
    );
  const code: unknown = Reflect.get(error, 'httpCode');
  if (typeof code !== 'number' || code >= 500) throw error;
  throw new errors.ValidationError(
    'Could not upload: what was sent is no whole form with files. Send it again.',
  );
}

/** Whether Strapi knows who asks; if not, it has answered. It asks again once it has found the route. */
async function isAuthenticated(strapi: Core.Strapi, context: Context): Promise<boolean> {
  const type = /^\/api\//i.test(context.path) ? 'content-api' : 'admin';
  context.state.route = { info: { type } };
  let isKnown = false;
  await strapi.get('auth').authenticate(context, async () => {
    isKnown = true;
  });
  return isKnown;
}
