import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { withStrapi } from './with-strapi';

/** Writes the schema of the CMS's GraphQL API to the file named on the command line. */
const [, , file] = process.argv;
if (file === undefined) throw new Error('Could not write the schema: no file was named.');

withStrapi((strapi) => {
  const schema = strapi.plugin('graphql').service('content-api').buildSchema();
  const header = '# Generated from the CMS by "npm run generate". Do not edit.\n\n';
  writeFileSync(file, `${header}${printSchema(lexicographicSortSchema(schema))}\n`);
  process.exit();
});
