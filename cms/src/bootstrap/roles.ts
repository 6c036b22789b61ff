import { isDeepStrictEqual } from 'node:util';
import { contentTypeNames, contentTypes, locales } from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { type ContentAction, type Role, roles } from '../access/roles';
import { followCode, type Settings } from './follow-code';

interface Permission {
  action: string;
  subject: string | null;
  properties: { fields?: string[]; locales?: string[] | null };
  conditions: string[];
}
const separator = ' on ';

interface StoredRole {
  id: number;
  name: string;
  description: string;
}

/**
 * Brings the roles to what the code says. A permission, name or description that an administrator
 * has changed, given or taken since then stays so, and a role that was deleted stays deleted.
 */
export async function applyRoles(strapi: Core.Strapi): Promise<void> {
  const store = strapi.store({ type: 'core', name: 'lectern' });
  const applied = ((await store.get({ key: 'roles' })) ?? {}) as Record<string, Settings>;
  const next: Record<string, Settings> = {};
  for (const role of roles) {
    const wanted = toSettings(role, strapi);
    const before = applied[role.code];
    await applyRole(strapi, role, wanted, before && withoutLostFields(strapi, before));
    next[role.code] = wanted;
  }
  if (!isDeepStrictEqual(applied, next)) await store.set({ key: 'roles', value: next });
}

async function applyRole(
  strapi: Core.Strapi,
  { code, name, description, permissions }: Role,
  wanted: Settings,
  applied: Settings | undefined,
): Promise<void> {
  const service = strapi.service('admin::role');
  let stored: StoredRole | null = await service.findOne({ code });
  if (stored === null && applied !== undefined) return;
  stored ??= (await service.create({ code, name, description })) as StoredRole;
  const { id } = stored;
  const current = {
    name: stored.name,
    description: stored.description,
    ...(permissions ? await readPermissions(strapi, id) : {}),
  };
  // At first what is there was set by Strapi, not by an administrator.
  const followed = followCode({ wanted, applied: applied ?? current, current });
  if (isDeepStrictEqual(followed, current)) return;
  await service.update({ id }, { name: followed.name, description: followed.description });
  if (permissions) await service.assignPermissions(id, toPermissions(followed));
}

/** The role as single settings: its name, its description, and each permission under its own name. */
function toSettings({ name, description, permissions }: Role, strapi: Core.Strapi): Settings {
  if (permissions === undefined) return { name, description };
  const content = contentTypeNames.flatMap((type) =>
    permissions.content.map((action) => contentPermission(strapi, type, action)),
  );
  const other = permissions.other.map((action) => ({
    action,
    subject: null,
    properties: {},
    conditions: [],
  }));
  return { name, description, ...byName([...content, ...other]) };
}

function contentPermission(
  strapi: Core.Strapi,
  type: (typeof contentTypeNames)[number],
  action: ContentAction,
): Permission {
  const { uid, isLocalized } = contentTypes[type];
  const hasFields = ['create', 'read', 'update'].includes(action);
  return {
    action: `plugin::content-manager.explorer.${action}`,
    subject: uid,
    properties: {
      ...(hasFields ? { fields: fieldsOf(strapi, uid) } : {}),
      ...(isLocalized ? { locales: [...locales] } : {}),
    },
    conditions: [],
  };
}

const fieldsOf = (strapi: Core.Strapi, uid: UID.ContentType): string[] =>
  strapi
    .service('admin::content-type')
    .getNestedFields(strapi.contentType(uid), { components: strapi.components });

/** At a start Strapi takes fields that a type no longer has out of permissions: nobody's change. */
function withoutLostFields(strapi: Core.Strapi, applied: Settings): Settings {
  return Object.fromEntries(
    Object.entries(applied).map(([name, value]) => {
      const uid = name.split(separator)[1] as UID.ContentType | undefined;
      const { properties, conditions } = Object(value);
      if (uid === undefined || !strapi.contentTypes[uid] || !properties.fields)
        return [name, value];
      const existing = new Set(fieldsOf(strapi, uid));
      const fields = properties.fields.filter((field: string) => existing.has(field));
      return [name, { properties: { ...properties, fields }, conditions }];
    }),
  );
}

async function readPermissions(strapi: Core.Strapi, role: number): Promise<Settings> {
  const permissions: Permission[] = await strapi
    .service('admin::permission')
    .findMany({ where: { role: { id: role } } });
  return byName(permissions);
}

/** Lists in one order, since the admin saves them in another. */
function byName(permissions: readonly Permission[]): Settings {
  return Object.fromEntries(
    permissions.map(({ action, subject, properties: { fields, locales }, conditions }) => [
      subject === null ? action : `${action}${separator}${subject}`,
      {
        properties: {
          ...(fields ? { fields: fields.toSorted() } : {}),
          ...(locales === undefined ? {} : { locales: locales?.toSorted() ?? null }),
        },
        conditions: conditions.toSorted(),
      },
    ]),
  );
}

function toPermissions({ name: _, description: __, ...permissions }: Settings): object[] {
  return Object.entries(permissions).map(([name, permission]) => {
    const [action, subject = null] = name.split(separator);
    return { action, subject, ...Object(permission) };
  });
}
