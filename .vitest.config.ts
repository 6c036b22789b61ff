import { defineConfig } from 'vitest/config';

const slow = {
  testTimeout: 120_000,
  hookTimeout: 240_000,
  fileParallelism: false,
  // The tests wait for what happens, however busy the machine is.
  expect: { poll: { timeout: 60_000 } },
};

/** Units, pages and starts run once; the rest runs on a real CMS, once on each database. */
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
          exclude: ['.scripts/tests/**'],
        },
      },
      {
        // `npm start` as a whole, on data of its own.
        test: {
          name: 'start',
          include: ['.scripts/tests/**/*.test.ts'],
          ...slow,
          testTimeout: 400_000,
        },
      },
      {
        // The built pages of the demo content, which need no CMS.
        test: { name: 'pages', include: ['site/checks/**/*.test.ts'], ...slow },
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
