export * from './content-types.js';
export * from './generated/graphql.js';
export * from './locales.js';
export * from './page-paths.js';
export * from './publish-check.js';
export * from './publisher-status.js';
export * from './rules/check-entry.js';
export * from './rules/content-rules.js';
export { imageTypes, isHttpUrl, isSiteLink } from './rules/fields.js';
