import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { populateFromSelection } from './populate-from-selection';

const models = {
  page: {
    attributes: {
      title: { type: 'string' },
      seo: { type: 'component', component: 'seo' },
      faqs: { type: 'relation', target: 'faq' },
    },
  },
  seo: { attributes: { image: { type: 'media' } } },
  faq: { attributes: {} },
  'plugin::upload.file': { attributes: {} },
};

function populate(query: string) {
  const document = parse(query);
  const [operation, ...fragments] = document.definitions;
  const info = {
    fieldNodes: Reflect.get(operation ?? {}, 'selectionSet').selections,
    fragments: Object.fromEntries(fragments.map((item) => [Reflect.get(item, 'name').value, item])),
  };
  const getModel = (uid: string) => Reflect.get(models, uid);
  return Reflect.apply(populateFromSelection, undefined, [models.page, info, getModel]);
}

test('what is selected is loaded, what is not is left out', () => {
  expect(populate('{ pages { title } }')).toEqual({});
  expect(populate('{ pages { title seo { image { url } } faqs { documentId } } }')).toEqual({
    seo: { populate: { image: true } },
    faqs: true,
  });
});

test('the nodes of a connection and fragments count as well', () => {
  const query = `
    { pages_connection { pageInfo { total } nodes { ...Page ... on Page { seo { title } } } } }
    fragment Page on Page { seo { image { url } } }`;
  expect(populate(query)).toEqual({ seo: { populate: { image: true } } });
});
