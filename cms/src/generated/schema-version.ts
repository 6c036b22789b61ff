// Written by "npm run generate". Do not edit.

/** Counts the changes of what the database keeps. */
export const schemaVersion = {
  number: 2,
  hash: '7e784a9079b6a3b9',
};
