/** As much of Knex, the CMS's connection, as the bench uses. */
export interface Connection {
  raw(sql: string): Promise<unknown>;
  transaction<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  (table: string): Query;
  client: { config: { client: string } };
}

interface Query extends PromiseLike<Row[]> {
  where(values: Row): Query;
  whereIn(column: string, values: unknown[]): Query;
  orderBy(column: string): Query;
  insert(rows: Row[]): Promise<unknown>;
}

export type Row = Record<string, unknown>;

/** The tables behind the content types, as Strapi derives them from the schemas. */
export interface Models {
  get(uid: string): Model;
}

export interface Model {
  tableName: string;
  attributes: Record<string, { joinTable?: { name: string; joinColumn?: { name: string } } }>;
}
