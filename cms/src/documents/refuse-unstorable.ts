import { characterFault, labelOf, shortColumn } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

/** What is used here of a column's attribute. */
interface Attribute {
  type: string;
  columnType?: { type: string };
}
interface WriteEvent {
  model: { uid: string; singularName: string; attributes: Record<string, object> };
  params: { data?: unknown };
}

const shortTypes = ['string', 'email', 'enumeration', 'uid', 'password'];
const longTypes = ['text', 'richtext'];

/**
 * Refuses what the columns of PostgreSQL cannot hold, in whatever table and by whatever way it comes:
 * the names of users and images as well as content. PostgreSQL itself answers with an error in which
 * nobody is told what to change, and SQLite keeps what could never be moved to another database.
 */
export function refuseUnstorable(strapi: Core.Strapi): void {
  const check = ({ model, params: { data } }: WriteEvent): void => {
    for (const row of Array.isArray(data) ? data : [data]) checkRow(model, row);
  };
  strapi.db.lifecycles.subscribe({
    beforeCreate: check,
    beforeCreateMany: check,
    beforeUpdate: check,
    beforeUpdateMany: check,
  });
}

/** @throws ValidationError that names every field at fault */
function checkRow({ uid, singularName, attributes }: WriteEvent['model'], row: unknown): void {
  const faults = Object.entries(Object(row)).flatMap(([name, value]) => {
    const attribute = attributes[name];
    const fault = attribute && storageFault(attribute as Attribute, value);
    return fault
      ? [{ path: [name], name: 'ValidationError', message: `${labelOf(uid, name)} ${fault}.` }]
      : [];
  });
  if (faults.length > 0)
    throw new errors.ValidationError(
      `Could not save the ${singularName.replaceAll('-', ' ')}: ${faults.map(({ message }) => message).join(' ')}`,
      { errors: faults },
    );
}

function storageFault({ type, columnType }: Attribute, value: unknown): string | undefined {
  const isShort = columnType === undefined && shortTypes.includes(type);
  if (typeof value === 'string' && (isShort || longTypes.includes(type))) {
    const length = [...value].length;
    if (isShort && length > shortColumn)
      return `is ${length} characters long. Shorten it to ${shortColumn} characters`;
    return characterFault(value);
  }
  const limit = limits[type];
  if (limit !== undefined && Math.abs(Number(value)) > limit)
    return `is beyond ${limit.toLocaleString('en')}. Enter a smaller number`;
  return undefined;
}

/** Largest numbers by type, the smallest being as far from zero. */
const limits: Readonly<Record<string, number>> = {
  integer: 2 ** 31 - 1,
  biginteger: Number.MAX_SAFE_INTEGER,
  decimal: 99_999_999.99,
};
