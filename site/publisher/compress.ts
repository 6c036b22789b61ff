import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export const isCompressible = (file: string) => /\.(html|xml|txt|js|css|svg|json)$/.test(file);

/** Quick enough to be on the way to going live, and for all browsers over TLS, which take brotli. */
const quickQuality = 5;

const toBrotli = (bytes: Uint8Array, quality: number) =>
  promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

/** What stands beside a file for browsers that take it compressed, by suffix. */
export type Variants = Record<'.br', Uint8Array> & Partial<Record<'.gz', Uint8Array>>;

/** For a file that is about to go live. */
export const compressQuickly = async (bytes: Uint8Array): Promise<Variants> => ({
  '.br': await toBrotli(bytes, quickQuality),
});

/** As well as can be, which takes some fifty times as long. */
export async function compressWell(bytes: Uint8Array): Promise<Variants> {
  const [br, gz] = await Promise.all([
    toBrotli(bytes, constants.BROTLI_MAX_QUALITY),
    promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  return { '.br': br, '.gz': gz };
}
