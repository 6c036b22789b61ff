import { contentTypeOf, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { AdminContext } from './admin-route';
import { permissionsOn } from './entry-permissions';

/** An entry, in one locale or in all of them. */
interface EntryRef {
  uid: string;
  documentId: string;
  locale: string | null;
}

/** Finds out which of some entries may be named: those whose title whoever asks may read. */
export type FindNameable = (refs: readonly EntryRef[]) => Promise<(ref: EntryRef) => boolean>;

interface Row {
  documentId: string;
  locale?: string | null;
}

interface Ability {
  rulesFor(action: string, subject: string): { conditions?: unknown }[];
}

/** Whether more than the language of an entry decides if it may be read, such as who made it. */
export const dependsOnRow = (ability: Ability, uid: string): boolean =>
  ability
    .rulesFor('plugin::content-manager.explorer.read', uid)
    .some(({ conditions }) => fieldsIn(conditions).some((field) => field !== 'locale'));

/** Fields that a condition looks at; what begins with `$` joins or compares them. */
function fieldsIn(condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition).flatMap(([name, inner]) =>
    name.startsWith('$') || Array.isArray(condition) ? fieldsIn(inner) : [name],
  );
}

export const nameableTo =
  (strapi: Core.Strapi, ctx: Pick<AdminContext, 'state'>): FindNameable =>
  async (refs) => {
    const byType = new Map<string, (ref: EntryRef) => boolean>();
    for (const [uid, own] of Map.groupBy(refs, (ref) => ref.uid)) {
      const type = contentTypeOf(uid);
      if (type === undefined) continue;
      const { title } = contentTypes[type];
      const { can } = permissionsOn(strapi, ctx, type);
      const ids = dependsOnRow(ctx.state.userAbility, uid)
        ? own.map(({ documentId }) => documentId)
        : [];
      const rows: Row[] =
        ids.length === 0
          ? []
          : await strapi.db.query(contentTypes[type].uid).findMany({
              where: { documentId: { $in: [...new Set(ids)] } },
              populate: { createdBy: { populate: ['roles'] } },
            });
      const byId = Map.groupBy(rows, ({ documentId }) => documentId);
      byType.set(uid, (ref) => {
        const entries = (byId.get(ref.documentId) ?? []).filter(
          ({ locale }) => !locale || ref.locale === null || locale === ref.locale,
        );
        return (entries.length > 0 ? entries : [ref]).some((entry) => can.read(entry, title));
      });
    }
    return (ref) => byType.get(ref.uid)?.(ref) ?? false;
  };

/** The same for whoever is at work; when the CMS acts by itself, everything may be named. */
export function nameableToActor(strapi: Core.Strapi): FindNameable {
  const request = strapi.requestContext.get();
  if (request?.state.userAbility === undefined) return async () => () => true;
  return nameableTo(strapi, request);
}

/** An entry that a message is to name; null when whoever is at work may not read its title. */
export async function nameableOrNull<Entry extends { documentId: string; locale?: string | null }>(
  strapi: Core.Strapi,
  uid: string,
  entry: Entry,
): Promise<Entry | null> {
  const ref = { uid, documentId: entry.documentId, locale: entry.locale ?? null };
  const mayName = await nameableToActor(strapi)([ref]);
  return mayName(ref) ? entry : null;
}
