import type { ReleaseFile } from '../releases/file-table.ts';
import type { ObjectStore } from '../releases/object-store.ts';

const cachedBytes = 128 * 1024 * 1024;

/** Keeps the bodies that were asked for last in memory, by the hash of their content. */
export function createBodyCache(objects: ObjectStore) {
  const bodies = new Map<string, Buffer>();
  let size = 0;
  return {
    read: async ({ hash }: ReleaseFile): Promise<Buffer> => {
      const known = bodies.get(hash);
      if (known !== undefined) return known;
      const body = await objects.read(hash);
      bodies.set(hash, body);
      size += body.length;
      for (const [oldest, bytes] of bodies) {
        if (size <= cachedBytes) break;
        bodies.delete(oldest);
        size -= bytes.length;
      }
      return body;
    },
  };
}
