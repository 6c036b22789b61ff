/** Compressed variants that a release can have of a file, the best first, by the name of the encoding. */
export const suffixes = { br: '.br', gzip: '.gz' } as const;

export type Encoding = keyof typeof suffixes;

/** What asks for an encoding: its name, unless its weight is nothing. The same as in the Caddyfile. */
const patterns: readonly [Encoding, RegExp][] = [
  ['br', /(^|,)[ \t]*br[ \t]*(;[ \t]*q=(1|0?\.0*[1-9])[\d.]*[ \t]*)?(,|$)/i],
  ['gzip', /(^|,)[ \t]*gzip[ \t]*(;[ \t]*q=(1|0?\.0*[1-9])[\d.]*[ \t]*)?(,|$)/i],
];

/** The encodings that a client takes, the best first. */
export const encodingsFor = (header: string): Encoding[] =>
  patterns.flatMap(([encoding, pattern]) => (pattern.test(header) ? encoding : []));
