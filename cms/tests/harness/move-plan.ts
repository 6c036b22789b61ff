import { runSql } from './run-sql.ts';

/**
 * Moves what is planned for an entry, behind the back of the CMS: the admin lets one choose whole
 * minutes of the future only.
 * @param time milliseconds since 1970
 */
export async function movePlan(
  dataFolder: string,
  databaseUrl: string | undefined,
  entryId: string,
  time: number,
): Promise<void> {
  const value = databaseUrl ? `'${new Date(time).toISOString().replace('Z', '')}'` : time;
  await runSql(
    dataFolder,
    databaseUrl,
    `update scheduled_actions set due_at = ${value} where entry_id = '${entryId}' and state = 'planned'`,
  );
}
