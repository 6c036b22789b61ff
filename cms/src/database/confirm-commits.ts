import type { Core } from '@strapi/strapi';

interface Transaction {
  client: { acquireConnection(): Promise<{ inTransaction?: boolean; exec?(sql: string): void }> };
  commit(value?: unknown): Promise<unknown>;
  /** Settles with what has become of the whole transaction. */
  executionPromise: Promise<unknown>;
}

interface Context {
  transaction(...options: unknown[]): Promise<Transaction>;
}

/**
 * Makes each commit fail that the database has refused, as it does on a full disk. Knex settles a commit
 * whatever has come of it, and Strapi would answer that all was stored.
 */
export function confirmCommits({ db }: Core.Strapi): void {
  // What every way to begin one goes through; the methods of Knex itself cannot be replaced.
  const { context } = db.connection as unknown as { context: Context };
  const begin = context.transaction.bind(context);
  context.transaction = async (...options) => {
    const transaction = await begin(...options);
    // Where Knex itself ends it, it tells what has become of it.
    if (typeof options[0] === 'function') return transaction;
    const commit = transaction.commit.bind(transaction);
    transaction.commit = async (value) => {
      const own = await transaction.client.acquireConnection();
      await commit(value);
      // SQLite leaves a transaction open when its end is refused.
      if (own.inTransaction) own.exec?.('ROLLBACK');
      return transaction.executionPromise;
    };
    return transaction;
  };
}
