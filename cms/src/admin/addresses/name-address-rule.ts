import { notASlug } from '@lectern/shared-types';
import { setLocale } from 'yup';

/** Strapi's form checks addresses by a pattern, of which it says nothing but the pattern itself. */
export function nameAddressRule(): void {
  setLocale({
    string: {
      matches: ({ value }: { value?: unknown }) => {
        const rule = notASlug(String(value ?? ''));
        return `${rule[0]?.toUpperCase()}${rule.slice(1)}.`;
      },
    },
  });
}
