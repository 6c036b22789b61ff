import type { Core, UID } from '@strapi/strapi';
import type { NamedUser } from './user-name';

/** The user of the admin whose request is at work; undefined when the CMS acts by itself. */
export const actingUser = (strapi: Core.Strapi): NamedUser | undefined =>
  strapi.requestContext.get()?.state.user;

/**
 * Whether whoever is at work may publish an entry; the CMS itself may.
 * @param entry with `createdBy` and its roles, by which conditions decide
 */
export function mayActorPublish(strapi: Core.Strapi, uid: UID.ContentType, entry: object): boolean {
  const { user, userAbility } = strapi.requestContext.get()?.state ?? {};
  if (user === undefined) return true;
  const service = strapi.plugin('content-manager').service('permission-checker');
  return service.create({ userAbility, model: uid }).can.publish(entry);
}
