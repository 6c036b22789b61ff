import type { BillingInterval, Currency, Locale } from '@lectern/shared-types';
import type { Plan } from '../content/content.ts';
import { strings } from '../strings/strings.ts';

export const formatNumber = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { useGrouping: 'always' }).format(value);

/** An amount with its currency, without decimals where it has none: `$12`, `$12.50`. */
export function formatPrice(price: number, currency: Currency, locale: Locale): string {
  return new Intl.NumberFormat(locale, {
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

export function formatInterval(interval: BillingInterval, locale: Locale): string {
  const { perMonth, perYear, once } = strings[locale];
  return { free: '', month: perMonth, year: perYear, once }[interval];
}

export function formatWeeks(count: number, locale: Locale): string {
  const { week, weeks } = strings[locale];
  return `${formatNumber(count, locale)} ${count === 1 ? week : weeks}`;
}

/** A plan's price in one line: `Free`, `$12 USD per month`. */
export function formatPlanPrice(
  { price, currency, billingInterval }: Pick<Plan, 'price' | 'currency' | 'billingInterval'>,
  locale: Locale,
): string {
  if (billingInterval === 'free') return strings[locale].free;
  return `${formatPrice(price, currency, locale)} ${currency} ${formatInterval(billingInterval, locale)}`;
}
