/** Compressed variants that a release can have of a file, the best first, by the name of the encoding. */
export const suffixes = { br: '.br', gzip: '.gz' } as const;

export type Encoding = keyof typeof suffixes;

const encodings = Object.keys(suffixes) as Encoding[];

/** An encoding by its name, unless its weight is nothing: the same as in the Caddyfile. */
const patterns = encodings.map((encoding) => ({
  encoding,
  pattern: new RegExp(
    `(^|,)[ \\t]*${encoding}[ \\t]*(;[ \\t]*q=(1|0?\\.\\d*[1-9])[\\d.]*[ \\t]*)?(,|$)`,
    'i',
  ),
}));

/** The encodings that a client takes, the best first. A long header costs its length. */
export const encodingsFor = (header: string): Encoding[] =>
  patterns.flatMap(({ encoding, pattern }) => (pattern.test(header) ? encoding : []));
