import type { Core } from '@strapi/strapi';
import { ensureGeneration, trimChanges } from '../api/publishing/content-generation';
import { holdSchemaVersion } from '../database/schema-version';
import { environment } from '../environment';
import { trimVersions } from '../history/trim-versions';
import { applyEditorForms } from './editor-forms';
import { createFirstAdministrator } from './first-administrator';
import { ensureLocales } from './locales';
import { applyRoles } from './roles';
import { seedDemoContent } from './seed';
import { prepareSqliteConnection } from './sqlite-connection';
import { provisionTokens } from './tokens';
import { ensureUniqueVersions } from './unique-versions';

/** Brings the database to what the code expects, at every start. Each duty can run again safely. */
export async function runBootDuties(strapi: Core.Strapi): Promise<void> {
  await prepareSqliteConnection(strapi);
  await holdSchemaVersion(strapi);
  await ensureUniqueVersions(strapi);
  await ensureGeneration(strapi);
  await trimChanges(strapi);
  await trimVersions(strapi);
  await ensureLocales(strapi);
  await provisionTokens(strapi, environment);
  await createFirstAdministrator(strapi);
  await applyRoles(strapi);
  await applyEditorForms(strapi);
  if (environment.SEED_DEMO_CONTENT) await seedDemoContent(strapi);
}
