// Written by "npm run generate". Do not edit.

/** Counts the changes of what the database keeps. */
export const schemaVersion = {
  number: 1,
  hash: '44f74e2d65a606e9',
};
