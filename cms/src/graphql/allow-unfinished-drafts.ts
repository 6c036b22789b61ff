import { contentTypeNames, contentTypes } from '@lectern/shared-types';
import type { Core, Schema } from '@strapi/strapi';
import { type GraphQLSchema, getNullableType, isObjectType } from 'graphql';

/** What is used here of Nexus, which Strapi builds its schema with and hands to extensions. */
interface Nexus {
  plugin(config: { name: string; onAfterBuild(schema: GraphQLSchema): void }): object;
}

/**
 * A draft may lack what only publishing demands, so no field of the content promises to be there:
 * else one unfinished draft would make the answer about all of them an error.
 */
export function allowUnfinishedDrafts(strapi: Core.Strapi): void {
  const naming = strapi.plugin('graphql').service('utils').naming;
  const models: [string, Schema.ContentType | Schema.Component][] = [
    ...contentTypeNames.map((name) => strapi.contentType(contentTypes[name].uid)),
    ...Object.values(strapi.components),
  ].map((model) => [
    model.modelType === 'component' ? naming.getComponentName(model) : naming.getTypeName(model),
    model,
  ]);
  const onAfterBuild = (schema: GraphQLSchema) => {
    for (const [typeName, { attributes }] of models) {
      const type = schema.getType(typeName);
      if (!isObjectType(type)) continue;
      for (const [name, field] of Object.entries(type.getFields()))
        if (attributes[name]?.required === true) field.type = getNullableType(field.type);
    }
  };
  strapi
    .plugin('graphql')
    .service('extension')
    .use(({ nexus }: { nexus: Nexus }) => ({
      plugins: [nexus.plugin({ name: 'unfinished drafts', onAfterBuild })],
    }));
}
