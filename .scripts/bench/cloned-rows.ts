import { randomInt } from 'node:crypto';
import type { Connection, Model, Models, Row } from './database.ts';

const pageUid = 'api::landing-page.landing-page';
const template = { slug: 'python-for-backend-developers', locale: 'en' };
const clones = 'bench_clones';

/** SQL for the value of a column, from the columns n, slug and document_id of the clone `c`. */
type Expressions = Record<string, string>;

/** Copies the template page, its lists, components and placements until there are `wanted` pages. */
export async function clonePages(
  connection: Connection,
  models: Models,
  wanted: number,
  hasOwnTitles: boolean,
): Promise<void> {
  await connection.transaction(async (db) => {
    const model = models.get(pageUid);
    const all = await db(model.tableName);
    const published = all.filter((row) => row.published_at !== null);
    await listClones(db, published, wanted);
    const pages = await db(model.tableName).where(template).orderBy('id');
    const newPage = await copyRows(db, model.tableName, pages, () => ({
      document_id: 'c.document_id',
      slug: 'c.slug',
      ...(hasOwnTitles ? { title: `t.title || ' ' || c.n` } : {}),
    }));
    await copyJoined(db, models, model, idsOf(pages), newPage);
    await copyPlacements(db, models, pages);
    await db.raw(`DROP TABLE ${clones}`);
  });
}

/** Writes the clones that lack into a table of their own, which the copying joins. */
async function listClones(db: Connection, published: Row[], wanted: number): Promise<void> {
  await db.raw(`CREATE TABLE ${clones} (n integer, slug varchar(80), document_id varchar(24))`);
  const first = published.filter(({ slug }) => String(slug).startsWith('bench-')).length + 1;
  const rows = Array.from({ length: wanted - published.length }, (_, index) => ({
    n: first + index,
    slug: `bench-${String(first + index).padStart(5, '0')}`,
    document_id: randomDocumentId(),
  }));
  for (let start = 0; start < rows.length; start += 100)
    await db(clones).insert(rows.slice(start, start + 100));
}

/** Copies what hangs on rows: links of relations as they are, components with all they hold. */
async function copyJoined(
  db: Connection,
  models: Models,
  model: Model,
  owners: number[],
  newOwner: (id: number) => string,
): Promise<void> {
  const tables = new Map(
    Object.values(model.attributes).flatMap(({ joinTable }) =>
      joinTable?.joinColumn ? [[joinTable.name, joinTable.joinColumn.name] as const] : [],
    ),
  );
  for (const [table, column] of tables) {
    const rows = await db(table).whereIn(column, owners).orderBy('id');
    const components = table.endsWith('_cmps') ? await copyComponents(db, models, rows) : undefined;
    await copyRows(db, table, rows, (row) => ({
      [column]: newOwner(Number(row[column])),
      ...(components ? { cmp_id: components(row) } : {}),
    }));
  }
}

async function copyComponents(
  db: Connection,
  models: Models,
  rows: Row[],
): Promise<(row: Row) => string> {
  const newIds = new Map<string, (id: number) => string>();
  for (const uid of new Set(rows.map((row) => String(row.component_type)))) {
    const model = models.get(uid);
    const ids = rows.filter((row) => row.component_type === uid).map((row) => Number(row.cmp_id));
    const components = await db(model.tableName).whereIn('id', ids).orderBy('id');
    const newId = await copyRows(db, model.tableName, components, () => ({}));
    await copyJoined(db, models, model, idsOf(components), newId);
    const media = await db('files_related_mph')
      .where({ related_type: uid })
      .whereIn('related_id', ids);
    await copyRows(db, 'files_related_mph', media, (row) => ({
      related_id: newId(Number(row.related_id)),
    }));
    newIds.set(uid, newId);
  }
  return (row) => newIds.get(String(row.component_type))?.(Number(row.cmp_id)) ?? 'NULL';
}

async function copyPlacements(db: Connection, models: Models, pages: Row[]): Promise<void> {
  const table = models.get('api::placement.placement').tableName;
  const where = { page_id: pages[0]?.document_id, locale_code: template.locale };
  const rows = await db(table).where(where).orderBy('id');
  await copyRows(db, table, rows, (_, index) => ({
    page_id: 'c.document_id',
    document_id: `substr(c.document_id, 1, 21) || '${String(index).padStart(3, '0')}'`,
  }));
}

/**
 * Inserts each row once per clone, with a few columns replaced.
 * @returns the SQL for the id of a row's copy
 */
async function copyRows(
  db: Connection,
  table: string,
  rows: Row[],
  replaced: (row: Row, index: number) => Expressions,
): Promise<(id: number) => string> {
  const last = Math.max(0, ...idsOf(await db(table)));
  const newId = new Map(
    rows.map((row, index) => [
      Number(row.id),
      `${last + index + 1} + (c.n - (SELECT min(n) FROM ${clones})) * ${rows.length}`,
    ]),
  );
  for (const [index, row] of rows.entries()) {
    const values: Expressions = { ...replaced(row, index), id: newId.get(Number(row.id)) ?? '' };
    const columns = Object.keys(row).map((name) => `"${name}"`);
    const sources = Object.keys(row).map((name) => values[name] ?? `t."${name}"`);
    await db.raw(
      `INSERT INTO ${table} (${columns}) SELECT ${sources} FROM ${table} t CROSS JOIN ${clones} c WHERE t.id = ${Number(row.id)}`,
    );
  }
  // PostgreSQL counts ids by itself and has to be told of those that were given.
  if (/^(pg|postgres)/.test(db.client.config.client))
    await db.raw(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`,
    );
  return (id) => newId.get(id) ?? 'NULL';
}

const idsOf = (rows: Row[]) => rows.map((row) => Number(row.id));

/** In the form of Strapi's own: a letter, then 23 letters and digits. */
function randomDocumentId(): string {
  const signs = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const letter = signs[randomInt(26)];
  return letter + Array.from({ length: 23 }, () => signs[randomInt(signs.length)]).join('');
}
