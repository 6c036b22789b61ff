export default () => ({
  documents: { strictParams: true },
  // The entries that show a file, which Strapi gives with it, drafts among them.
  responses: { privateAttributes: ['related'] },
  rest: { defaultLimit: 25, maxLimit: 100, withCount: true },
});
