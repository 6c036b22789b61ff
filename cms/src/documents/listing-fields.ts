import { type ContentType, type Section, sectionNames, sections } from '@lectern/shared-types';

/** Where entries of a type are listed: the type that lists them, and its fields that do. */
export function listingFields(type: ContentType): {
  owner: 'Site' | 'LandingPage';
  fields: (Section | 'featuredPages')[];
} {
  return type === 'LandingPage'
    ? { owner: 'Site', fields: ['featuredPages'] }
    : { owner: 'LandingPage', fields: sectionNames.filter((name) => sections[name] === type) };
}
