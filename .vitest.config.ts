import { defineConfig } from 'vitest/config';

/** The tests wait for what happens, however busy the machine is. */
const patient = {
  testTimeout: 300_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 120_000 } },
};
const oneByOne = { ...patient, fileParallelism: false };

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
          ...patient,
        },
      },
      {
        // `npm start` as a whole, on data of its own.
        test: {
          name: 'start',
          include: ['.scripts/tests/**/*.test.ts'],
          ...oneByOne,
          testTimeout: 1_200_000,
        },
      },
      {
        // The built pages of the demo content, which need no CMS.
        test: { name: 'pages', include: ['site/checks/**/*.test.ts'], ...oneByOne },
      },
      {
        test: {
          name: 'sqlite',
          include: ['{cms,site}/tests/**/*.test.ts'],
          globalSetup: 'cms/tests/harness/on-sqlite.ts',
          ...oneByOne,
        },
      },
      {
        test: {
          name: 'postgres',
          include: ['{cms,site}/tests/**/*.test.ts'],
          globalSetup: 'cms/tests/harness/on-postgres.ts',
          ...oneByOne,
        },
      },
    ],
  },
});
