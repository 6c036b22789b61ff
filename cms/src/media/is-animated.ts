import { readFile } from 'node:fs/promises';

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** Whether a file is one of those that move, of which the library that decodes images sees one picture. */
export async function isAnimated(path: string): Promise<boolean> {
  const bytes = await readFile(path);
  return isAnimatedPng(bytes) || isAvifSequence(bytes);
}

/**
 * Whether a file is an AVIF that holds a sequence of pictures: one that says so in its brands.
 * @source AV1 Image File Format (AVIF) 1.1, section 6.3
 */
function isAvifSequence(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return false;
  // The size of the box, its type, the major brand, a version; then the brands that it is compatible with.
  const brands = bytes.toString('latin1', 8, Math.min(bytes.readUInt32BE(0), 256));
  const named: readonly string[] = brands.match(/.{4}/gs) ?? [];
  return named.includes('avis');
}

/**
 * Whether a file is a PNG that moves: one with an `acTL` chunk before its image data. The library that
 * decodes images sees the first frame alone, while browsers play all of them.
 * @source Portable Network Graphics (PNG) Specification (Third Edition), section 11.3.4.1
 */
function isAnimatedPng(bytes: Buffer): boolean {
  if (!bytes.subarray(0, signature.length).equals(signature)) return false;
  // Length, type and checksum stand around the data of a chunk.
  for (
    let position = signature.length;
    position + 12 <= bytes.length;
    position += bytes.readUInt32BE(position) + 12
  ) {
    const type = bytes.toString('latin1', position + 4, position + 8);
    if (type === 'IDAT') return false;
    if (type === 'acTL') return true;
  }
  return false;
}
