import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import parseRange from 'range-parser';

export type Encoding = 'br' | 'gzip' | 'identity';

const encodings = new Map<string, Encoding>();

/** The best that a browser takes. Few different headers are ever sent, so each is parsed once. */
export function encodingFor(header: string): Encoding {
  const known = encodings.get(header);
  if (known !== undefined) return known;
  const accepted = new Negotiator({ headers: { 'accept-encoding': header } }).encodings();
  const encoding = (['br', 'gzip'] as const).find((each) => accepted.includes(each)) ?? 'identity';
  if (encodings.size < 1000) encodings.set(header, encoding);
  return encoding;
}

/** Whether the browser has what carries this entity tag. */
export function isKnown({ 'if-none-match': tags }: IncomingHttpHeaders, etag: string): boolean {
  if (tags === undefined) return false;
  return tags === '*' || tags.split(',').some((value) => value.trim().replace(/^W\//, '') === etag);
}

/** The bytes that are asked for of so many, first and last; undefined for all of them. */
export function rangeOf(
  { range, 'if-range': condition }: IncomingHttpHeaders,
  etag: string,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  if (range === undefined || (condition !== undefined && condition !== etag)) return undefined;
  const ranges = parseRange(size, range);
  if (ranges === -1) return 'unsatisfiable';
  // Several ranges at once may be answered with the whole, which is simpler and as correct.
  return ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 ? undefined : ranges[0];
}
