import { contentTypeNames, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { previewTokenName, siteTokenName } from '../access/token-readers';
import type { Environment } from '../environment';

const tokenUid = 'admin::api-token';
/** Tokens that Strapi makes in every new database, one of them with access to everything. */
const defaultTokenNames = ['Read Only', 'Full Access'];

/**
 * Leaves exactly the tokens that the site needs, with the keys from the environment: one that reads
 * published content, one that reads drafts as well. A changed key takes effect at the next start.
 */
export async function provisionTokens(
  strapi: Core.Strapi,
  environment: Environment,
): Promise<void> {
  await strapi.db.query(tokenUid).deleteMany({ where: { name: { $in: defaultTokenNames } } });
  await provision(strapi, {
    name: siteTokenName,
    description: 'Used by the site and the publisher. Kept by code.',
    key: environment.SITE_TOKEN,
  });
  await provision(strapi, {
    name: previewTokenName,
    description: 'Used by previews of drafts. Kept by code.',
    key: environment.PREVIEW_TOKEN,
  });
}

async function provision(
  strapi: Core.Strapi,
  { name, description, key }: { name: string; description: string; key: string },
): Promise<void> {
  const service = strapi.service('admin::api-token-content-api');
  const permissions = contentTypeNames.flatMap((type) => [
    `${contentTypes[type].uid}.find`,
    ...(type === 'Site' ? [] : [`${contentTypes[type].uid}.findOne`]),
  ]);
  const attributes = { name, description, type: 'custom', kind: 'content-api', permissions };
  const existing = await strapi.db.query(tokenUid).findOne({ where: { name } });
  const token = existing
    ? await service.update(existing.id, attributes)
    : await service.create({ ...attributes, lifespan: null });
  await strapi.db.query(tokenUid).update({
    where: { id: token.id },
    data: { accessKey: service.hash(key), encryptedKey: null },
  });
}
