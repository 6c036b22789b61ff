import { expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { runSql } from './harness/run-sql.ts';
import { startTestCms } from './harness/test-cms.ts';

interface Permission {
  action: string;
  subject: string | null;
  properties: { fields?: string[]; locales?: string[] };
  conditions: string[];
}

async function roleId(admin: AdminClient, code: string): Promise<number> {
  const { data } = await admin.request('GET', '/admin/roles');
  return (
    (data as unknown as { id: number; code: string }[]).find((role) => role.code === code)?.id ?? 0
  );
}

async function permissionsOf(admin: AdminClient, id: number): Promise<Permission[]> {
  const { data } = await admin.request('GET', `/admin/roles/${id}/permissions`);
  return data as unknown as Permission[];
}

const names = (permissions: Permission[]) =>
  permissions.map(({ action, subject }) => `${action} ${subject ?? ''}`.trim()).sort();

test.runIf(inject('cms').database === 'sqlite')(
  'what an administrator gave, took or renamed stays; the rest follows the code',
  async () => {
    const cms = await startTestCms();
    onTestFinished(() => cms.stop());
    const admin = await loginAsAdmin(cms);
    const author = await roleId(admin, 'strapi-author');
    const before = await permissionsOf(admin, author);
    const given = {
      action: 'plugin::content-manager.explorer.publish',
      subject: 'api::faq.faq',
      properties: { locales: ['en'] },
      conditions: [],
    };
    const isTaken = ({ action, subject }: Permission) =>
      action === 'plugin::content-manager.explorer.update' && subject === 'api::plan.plan';
    const kept = before.filter((permission) => !isTaken(permission));
    expect(kept).toHaveLength(before.length - 1);
    const sent = kept.map(({ action, subject, properties, conditions }) => ({
      action,
      subject,
      properties,
      conditions,
    }));
    const permissions = [...sent, given];
    const put = await admin.request('PUT', `/admin/roles/${author}/permissions`, { permissions });
    expect(put.error).toBeUndefined();
    await admin.request('PUT', `/admin/roles/${author}`, { name: 'Writer', description: 'Ours' });
    const editor = await roleId(admin, 'strapi-editor');
    const untouched = names(await permissionsOf(admin, editor));
    await admin.request('DELETE', `/admin/roles/${editor}`);
    // As if an older version of the code had not yet given this, and nobody had touched it.
    const fresh = 'plugin::upload.assets.copy-link';
    const sql = (statement: string) => runSql(cms.dataFolder, undefined, statement);
    const [removed] = await sql(`DELETE FROM admin_permissions WHERE action = '${fresh}' AND id IN
      (SELECT permission_id FROM admin_permissions_role_lnk WHERE role_id = ${author}) RETURNING id`);
    const forgotten = await sql(`UPDATE strapi_core_store_settings
      SET value = replace(value, '"${fresh}"', '"unknown"') WHERE key LIKE '%lectern_roles' RETURNING key`);
    expect([removed, forgotten]).toEqual([{ id: expect.any(Number) }, [expect.anything()]]);

    await cms.restart();

    const after = await loginAsAdmin(cms);
    expect(names(await permissionsOf(after, author))).toEqual(names([...kept, given]));
    expect((await after.request('GET', `/admin/roles/${author}`)).data.name).toBe('Writer');
    expect(untouched).toContain('plugin::content-manager.explorer.publish api::site.site');
    expect(await roleId(after, 'strapi-editor')).toBe(0);
  },
);
