import type { Core } from '@strapi/strapi';

/** So often is a transaction tried; of those that block each other, one at least gets through. */
const attempts = 8;

/** Serialization failure and deadlock: PostgreSQL has undone the transaction and tells to repeat it. */
const repeatable = ['40001', '40P01'];

type Transaction = (work?: unknown) => Promise<unknown>;

/**
 * Repeats every transaction that the database tells to repeat: the outermost one, since all of it
 * was undone, and what was registered for its commit is gone with it.
 */
export function repeatTransactions(strapi: Core.Strapi): void {
  const { db } = strapi;
  const transaction = db.transaction.bind(db) as Transaction;
  const repeated: Transaction = async (work) => {
    if (work === undefined || db.inTransaction()) return transaction(work);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await transaction(work);
      } catch (error) {
        if (attempt === attempts || !isToldToRepeat(error)) throw error;
        forgetRows(strapi);
      }
    }
  };
  Object.assign(db, { transaction: repeated });
}

/** Also where another error was made of it. */
export function isToldToRepeat(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return repeatable.includes(String(code)) || isToldToRepeat(cause);
}

/** Strapi remembers for a request which rows stand for which documents; there may be others by now. */
function forgetRows(strapi: Core.Strapi): void {
  const { __documentServiceIdMap: rows } = Object(strapi.requestContext.get()?.state);
  rows?.clear();
}
