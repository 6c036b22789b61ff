import { open } from 'node:fs/promises';

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/**
 * Whether a file is a PNG that moves: one with an `acTL` chunk before its image data. The library that
 * decodes images sees the first frame alone, while browsers play all of them.
 * @source Portable Network Graphics (PNG) Specification (Third Edition), section 11.3.4.1
 */
export async function isAnimatedPng(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(signature.length);
    await file.read(start, 0, start.length, 0);
    if (!start.equals(signature)) return false;
    const head = Buffer.alloc(8);
    for (let position = signature.length; ; ) {
      const { bytesRead } = await file.read(head, 0, head.length, position);
      const type = head.toString('latin1', 4);
      if (bytesRead < head.length || type === 'IDAT') return false;
      if (type === 'acTL') return true;
      // Length, type and checksum stand around the data.
      position += head.readUInt32BE(0) + 12;
    }
  } finally {
    await file.close();
  }
}
