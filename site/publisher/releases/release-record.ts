import { z } from 'zod';
import { FileTable } from './file-table.ts';
import type { Release } from './release.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.object({
  id: z.string(),
  origin: z.string(),
  generation: z.int(),
  changeId: z.string(),
  codeVersion: z.string(),
  landingPages: z.int(),
  retired: z.record(z.string(), z.string()),
  isFinished: z.boolean(),
  contentHash: z.string(),
  time: z.iso.datetime(),
  /** Hashes of the objects that list its files. */
  buckets: z.array(hash).length(FileTable.empty.bucketHashes.length),
});

type ReleaseRecord = z.infer<typeof schema>;

/**
 * Reads what stands in the file of a release.
 * @throws SyntaxError for what is cut off, of another release, or in a form that another version has made
 */
export function parseRecord(text: string, id: string): ReleaseRecord {
  const { data, error } = schema.safeParse(JSON.parse(text));
  if (data === undefined) {
    const [issue] = error.issues;
    throw new SyntaxError(
      `its record is not in a form that this version knows ("${issue?.path.join('.')}": ${issue?.message})`,
    );
  }
  if (data.id !== id) throw new SyntaxError(`its record is that of ${data.id}`);
  return data;
}

export const recordText = (release: Release): string =>
  `${JSON.stringify({ ...release, files: undefined, buckets: release.files.bucketHashes })}\n`;

const about = z.object({
  release: z.string(),
  generation: z.int(),
  contentHash: z.string(),
  codeVersion: z.string(),
  time: z.iso.datetime(),
});

/**
 * What a tree says of the release that it holds: enough to serve it, until something better is made.
 * @throws SyntaxError as for a record
 */
export function aboutToRelease(text: string, files: FileTable): Release {
  const { data, error } = about.safeParse(JSON.parse(text));
  if (data === undefined) throw new SyntaxError(`its tree does not say what it is (${error})`);
  const { release: id, ...rest } = data;
  const unknown = { changeId: '', landingPages: 0, retired: {}, isFinished: false };
  return { ...rest, ...unknown, id, origin: id, files };
}
