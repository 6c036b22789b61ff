import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import type { ReleaseFile } from '../releases/file-table.ts';
import type { Release } from '../releases/release.ts';
import type { BodyCache } from './body-cache.ts';
import { type Encoding, encodingsFor, suffixes } from './negotiate.ts';

interface Variant {
  body: Buffer;
  encoding: Encoding | undefined;
}

const unfold = { br: promisify(brotliDecompress), gzip: promisify(gunzip) };
const allEncodings = Object.keys(suffixes) as Encoding[];

/** Asked for a file that cannot be read: its bytes from elsewhere, or undefined when they are nowhere. */
export type FindAgain = (path: string, file: ReleaseFile) => Promise<Buffer | undefined>;

/**
 * The best variant of a file for whoever takes these encodings. Where one is nowhere another one is
 * sent, unfolded for whoever does not take it.
 * @throws Error when there is none
 */
export async function readVariant(
  bodies: BodyCache,
  { files, id }: Release,
  name: string,
  accepted: string,
  findAgain: FindAgain,
): Promise<Variant> {
  const read = async (path: string): Promise<Buffer | undefined> => {
    const file = files.get(path);
    return file && bodies.read(file).catch(() => findAgain(path, file));
  };
  for (const encoding of encodingsFor(accepted)) {
    const body = await read(name + suffixes[encoding]);
    if (body !== undefined) return { body, encoding };
  }
  const plain = await read(name);
  if (plain !== undefined) return { body: plain, encoding: undefined };
  for (const encoding of allEncodings) {
    const body = await read(name + suffixes[encoding]);
    if (body !== undefined) return { body: await unfold[encoding](body), encoding: undefined };
  }
  throw new Error(`Of ${name} in the release ${id} nothing can be read.`);
}
