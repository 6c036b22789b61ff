import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 120_000, hookTimeout: 240_000, fileParallelism: false };

/** Units run everywhere; the rest runs on a real CMS, once on each database. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    projects: [
      {
        test: {
          name: 'units',
          include: [
            '{cms,shared-types}/src/**/*.test.ts',
            'site/{src,build,publisher}/**/*.test.ts',
            '.scripts/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'sqlite',
          include: ['{cms,site}/tests/**/*.test.ts'],
          globalSetup: 'cms/tests/harness/on-sqlite.ts',
          ...slow,
        },
      },
      {
        test: {
          name: 'postgres',
          include: ['{cms,site}/tests/**/*.test.ts'],
          globalSetup: 'cms/tests/harness/on-postgres.ts',
          ...slow,
        },
      },
    ],
  },
});
