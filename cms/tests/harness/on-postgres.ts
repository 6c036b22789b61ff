import type { TestProject } from 'vitest/node';
import { startSession } from './admin-client.ts';
import { startPostgres } from './postgres.ts';
import { startTestCms } from './test-cms.ts';
import './provided.ts';

/** One CMS on a real PostgreSQL for all test files of the project. */
export default async function setup(project: TestProject) {
  const postgres = await startPostgres();
  const {
    stop,
    restart: _,
    kill: __,
    output: ___,
    run: ____,
    ...address
  } = await startTestCms(postgres.url);
  await startSession(address);
  project.provide('cms', address);
  return async () => {
    await stop();
    await postgres.stop();
  };
}
