import type { Core, UID } from '@strapi/strapi';

interface Configuration {
  metadatas: Record<string, { edit: { label?: string } }>;
}

/** Finds the label that a field has in the form of a type or component, as administrators left it. */
export type LabelOf = (uid: UID.Schema, name: string) => string;

/** Reads the labels of a type and of every component in it. */
export async function readFormLabels(strapi: Core.Strapi, uid: UID.ContentType): Promise<LabelOf> {
  const labels = new Map<string, Configuration>();
  const read = async (each: UID.Schema): Promise<void> => {
    if (labels.has(each)) return;
    const isType = each in strapi.contentTypes;
    const service = strapi
      .plugin('content-manager')
      .service(isType ? 'content-types' : 'components');
    const model = strapi.getModel(each);
    labels.set(each, await service.findConfiguration(model));
    for (const attribute of Object.values(model.attributes))
      if (attribute.type === 'component') await read(attribute.component);
  };
  await read(uid);
  return (model, name) => labels.get(model)?.metadatas[name]?.edit.label ?? name;
}
