/** Digits that a number keeps, whatever they are. */
const mostDigits = 15;

/** Three digits after a point: thousands as many languages write them, or parts of one. */
const readInTwoWays = /^-?[1-9]\d{0,2}\.\d{3}$/;

/** The number that a text is, written as in code; undefined for all else, and for what would be rounded. */
export function toNumber(text: string, isWhole: boolean): number | undefined {
  const pattern = isWhole ? /^-?\d+$/ : /^-?(\d+(\.\d*)?|\.\d+)$/;
  const trimmed = text.trim();
  const isExact = text.replace(/\D/g, '').length <= mostDigits;
  return pattern.test(trimmed) && !readInTwoWays.test(trimmed) && isExact
    ? Number(trimmed)
    : undefined;
}

/** Why a text is no number, and what to write instead. */
export function describeUnreadable(text: string, isWhole: boolean): string {
  if (!isWhole && readInTwoWays.test(text))
    return `“${text}” can be read in two ways. Write ${text.replace('.', '')} or ${Number(text).toFixed(2)}.`;
  const example = /^\d+,\d{1,2}$/.test(text) ? text.replace(',', '.') : '12.50';
  return `“${text}” cannot be read as a number. ${
    isWhole
      ? 'Write a whole number, in digits alone: 12.'
      : `Write it with a point, and nothing between thousands: ${example}.`
  }`;
}
