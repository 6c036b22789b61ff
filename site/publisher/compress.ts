import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export const isCompressible = (file: string) => /\.(html|xml|txt|js|css|svg|json)$/.test(file);

/** On the way to going live quickly, afterwards as well as it can be done. */
export type Effort = 'fast' | 'best';

const levels = {
  fast: { br: 4, gz: 1 },
  best: { br: constants.BROTLI_MAX_QUALITY, gz: constants.Z_BEST_COMPRESSION },
} as const;

/** What stands beside a file for browsers that take it compressed, by suffix. */
export type Variants = Record<'.br' | '.gz', Uint8Array>;

export function compress(bytes: Uint8Array, effort: Effort): Variants {
  const { br, gz } = levels[effort];
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: br,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return { '.br': brotliCompressSync(bytes, { params }), '.gz': gzipSync(bytes, { level: gz }) };
}
