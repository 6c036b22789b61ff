// Written by "npm run generate". Do not edit.

/** Counts the changes of what the database keeps. */
export const schemaVersion = {
  number: 3,
  hash: '592154ee3ae5a91d',
};
