export default () => ({
  documents: { strictParams: true },
  rest: { defaultLimit: 25, maxLimit: 100, withCount: true },
});
