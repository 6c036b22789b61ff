import type { Core } from '@strapi/strapi';
import { ensureGeneration } from '../api/publishing/content-generation.js';
import { environment } from '../environment.js';
import { createFirstAdministrator } from './first-administrator.js';
import { applyEditorForms } from './editor-forms.js';
import { ensureLocales } from './locales.js';
import { useWriteAheadLog } from './write-ahead-log.js';
import { seedDemoContent } from './seed.js';
import { provisionTokens } from './tokens.js';

/** Brings the database to what the code expects, at every start. Each duty can run again safely. */
export async function runBootDuties(strapi: Core.Strapi): Promise<void> {
  await useWriteAheadLog(strapi);
  await ensureGeneration(strapi);
  await ensureLocales(strapi);
  await provisionTokens(strapi, environment);
  await createFirstAdministrator(strapi);
  await applyEditorForms(strapi);
  if (environment.SEED_DEMO_CONTENT) await seedDemoContent(strapi);
}
