import { billingIntervals, currencies, type Locale, locales } from '@lectern/shared-types';
import { strings } from '../strings/strings.ts';
import { formatDate, formatPlanPrice, weekdayNames } from '../text/format.ts';

/** Letters of each language beside a to z, with the signs that its sentences begin with. */
const letters: Record<Locale, string> = { en: '', es: 'áéíñóúü¿¡' };

/** Signs that no font of the site has: browsers take them from a font of the reader's machine. */
export const leftToBrowsers = '₹';

/** What stands on pages whatever the language: digits and punctuation. */
const signs = `${characters(0x20, 0x7e)}–—‘’“”„…•×`;

/** Every character that the language of a locale is written with, and that the site writes in it. */
export function charactersOf(locale: Locale): Set<string> {
  const months = Array.from(
    { length: 12 },
    (_, month) => `2026-${`${month + 1}`.padStart(2, '0')}-30`,
  );
  const prices = currencies.flatMap((currency) =>
    billingIntervals.map((billingInterval) =>
      formatPlanPrice({ price: 1234.5, currency, billingInterval }, locale),
    ),
  );
  const own = Object.values(strings[locale]).flatMap((words) =>
    typeof words === 'string' ? words : typeof words === 'object' ? Object.values(words) : [],
  );
  const written = [
    letters[locale],
    letters[locale].toLocaleUpperCase(locale),
    signs,
    ...own,
    ...prices,
    ...months.filter((day) => day !== '2026-02-30').map((day) => formatDate(day, locale)),
    ...weekdayNames(locale),
  ];
  return new Set(written.join('').normalize('NFC'));
}

/** What the fonts of the site have to hold, in all of its languages. */
export const wantedCharacters = (): string[] =>
  [...new Set(locales.flatMap((locale) => [...charactersOf(locale)]))].filter(
    (character) => !leftToBrowsers.includes(character),
  );

function characters(first: number, last: number): string {
  return String.fromCodePoint(
    ...Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
}
