import type { Core } from '@strapi/strapi';
import { explainFailure, readOnly } from './explain-failure';

interface Pool {
  free: { resource: object }[];
  used: { resource: object }[];
}

/**
 * Gives up all connections to PostgreSQL once one of them can only be read: each stays as it was when
 * it was made, and those that take their place can be written as soon as the database can.
 */
export function giveUpReadOnly({ db }: Core.Strapi): void {
  db.connection.on('query-error', (error: unknown) => {
    if (explainFailure(error) !== readOnly) return;
    const { free, used }: Pool = db.connection.client.pool;
    // As Knex does with those that have broken off: they are replaced when they are asked for next.
    for (const { resource } of [...free, ...used])
      Object.assign(resource, { __knex__disposed: error });
  });
}
