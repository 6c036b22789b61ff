import { writeFileSync } from 'node:fs';
import withStrapi from '../../dist/src/commands/with-strapi.js';

/** Writes every route of the CMS, as its own router has them, and its GraphQL mutations to a file. */
const [, , file] = process.argv;
await withStrapi.withStrapi((strapi) => {
  strapi.server.mount();
  const schema = strapi.plugin('graphql').service('content-api').buildSchema();
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
  const routes = strapi.server.listRoutes().map(({ methods, path }) => ({ methods, path }));
  writeFileSync(file, JSON.stringify({ routes, mutations }));
});
process.exit();
