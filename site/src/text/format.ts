import type { BillingInterval, Currency, Locale } from '@lectern/shared-types';
import type { Plan } from '../content/content.ts';
import { strings } from '../strings/strings.ts';

/** Formatters by what they were made for: making one takes longer than all that it formats. */
const formatters = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([locale, options]);
  const known = formatters.get(key) ?? new Intl.NumberFormat(locale, options);
  formatters.set(key, known);
  return known;
}

export const formatNumber = (value: number, locale: Locale): string =>
  numberFormat(locale, { useGrouping: 'always' }).format(value);

/** An amount with its currency, without decimals where it has none: `$12`, `$12.50`. */
export function formatPrice(price: number, currency: Currency, locale: Locale): string {
  return numberFormat(locale, {
    style: 'currency',
    currencyDisplay: 'narrowSymbol',
    currency,
    minimumFractionDigits: Number.isInteger(price) ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(price);
}

/** A date without a time, given as `2026-05-31`. */
export const formatDate = (date: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));

/** Short names of the days of the week, Monday's first. */
export function weekdayNames(locale: Locale): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  // The first of January 2024 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((day) => format.format(Date.UTC(2024, 0, day)));
}

export function formatInterval(interval: BillingInterval, locale: Locale): string {
  const { perMonth, perYear, once } = strings[locale];
  return { free: '', month: perMonth, year: perYear, once }[interval];
}

/** A word by the plural categories of its language, which may have more than two. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const pluralRules = new Map<Locale, Intl.PluralRules>();

/** A number with the word for what is counted: `1 week`, `0 weeks`. */
export function formatCount(count: number, word: Plural, locale: Locale): string {
  const rules = pluralRules.get(locale) ?? new Intl.PluralRules(locale);
  pluralRules.set(locale, rules);
  const category = rules.select(count);
  return `${formatNumber(count, locale)} ${word[category] ?? word.other}`;
}

export const formatWeeks = (count: number, locale: Locale): string =>
  formatCount(count, strings[locale].weeks, locale);

export const formatSteps = (count: number, locale: Locale): string =>
  formatCount(count, strings[locale].steps, locale);

/** A plan's price in one line: `Free`, `$12 USD per month`. */
export function formatPlanPrice(
  { price, currency, billingInterval }: Pick<Plan, 'price' | 'currency' | 'billingInterval'>,
  locale: Locale,
): string {
  if (billingInterval === 'free') return strings[locale].free;
  return `${formatPrice(price, currency, locale)} ${currency} ${formatInterval(billingInterval, locale)}`;
}
