import type { ReleaseFile } from '../releases/file-table.ts';
import type { ObjectStore } from '../releases/object-store.ts';

const cachedBytes = 128 * 1024 * 1024;

export type BodyCache = Pick<ReturnType<typeof createBodyCache>, 'read'>;

/** Keeps the bodies that were read last in memory, by the hash of their content. */
export function createBodyCache(objects: Pick<ObjectStore, 'read'>, limit = cachedBytes) {
  const bodies = new Map<string, Buffer>();
  let size = 0;
  return {
    read: async ({ hash }: ReleaseFile): Promise<Buffer> => {
      const known = bodies.get(hash);
      if (known !== undefined) {
        // The last of them now, which goes last.
        bodies.delete(hash);
        bodies.set(hash, known);
        return known;
      }
      const body = await objects.read(hash);
      // Another request may have read it meanwhile: it counts once.
      if (!bodies.has(hash)) size += body.length;
      bodies.set(hash, body);
      for (const [oldest, bytes] of bodies) {
        if (size <= limit) break;
        bodies.delete(oldest);
        size -= bytes.length;
      }
      return body;
    },
    /** Bytes that are kept. */
    size: () => size,
  };
}
