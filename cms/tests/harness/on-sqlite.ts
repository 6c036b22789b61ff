import type { TestProject } from 'vitest/node';
import { startSession } from './admin-client.ts';
import { startTestCms } from './test-cms.ts';
import './provided.ts';

/** One CMS on SQLite for all test files of the project. */
export default async function setup(project: TestProject) {
  const { stop, restart: _, kill: __, output: ___, run: ____, ...address } = await startTestCms();
  await startSession(address);
  project.provide('cms', address);
  return stop;
}
