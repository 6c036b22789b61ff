import { createHash } from 'node:crypto';

export interface ReleaseFile {
  /** SHA-256 of the bytes, in hexadecimal: also the name of the object that holds them. */
  hash: string;
  /** Bytes. */
  size: number;
}

interface Bucket {
  /** SHA-256 of `text`. */
  hash: string;
  files: ReadonlyMap<string, ReleaseFile>;
}

export const hashOf = (bytes: string | Uint8Array) =>
  createHash('sha256').update(bytes).digest('hex');

const bucketCount = 256;

/** Variants of a file lie beside it, so that one changed page changes one bucket. FNV-1a. */
function bucketOf(path: string): number {
  const name = path.replace(/\.(br|gz)$/, '');
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  return hash % bucketCount;
}

const textOf = (files: ReadonlyMap<string, ReleaseFile>): string =>
  [...files]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, { hash, size }]) => `${hash} ${size} ${path}\n`)
    .join('');

const parse = (text: string): Map<string, ReleaseFile> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { hash, size, path } =
          /^(?<hash>[0-9a-f]{64}) (?<size>\d+) (?<path>.+)$/s.exec(line)?.groups ?? {};
        if (hash === undefined || path === undefined)
          throw new SyntaxError(`a list of files has a line that is none: ${line.slice(0, 100)}`);
        return [path, { hash, size: Number(size) }];
      }),
  );

const toBucket = (files: ReadonlyMap<string, ReleaseFile>): Bucket => ({
  hash: hashOf(textOf(files)),
  files,
});

/**
 * Which files a release consists of, by path below the root of the site (`plans/index.html`). In 256
 * buckets, each named by its hash as Git names trees: two releases share what is equal, and a
 * release costs what has changed, not what there is.
 */
export class FileTable {
  private readonly buckets: readonly Bucket[];

  private constructor(buckets: readonly Bucket[]) {
    this.buckets = buckets;
  }

  static readonly empty = new FileTable(
    Array.from({ length: bucketCount }, () => toBucket(new Map())),
  );

  /**
   * Reads a table from the texts of its buckets; those that a known table holds are shared with it.
   * @throws Error when a text is not what its hash says
   */
  static async load(
    hashes: readonly string[],
    read: (hash: string) => Promise<string>,
    known: Iterable<FileTable>,
  ): Promise<FileTable> {
    const shared = new Map<string, Bucket>();
    for (const { buckets } of [FileTable.empty, ...known])
      for (const bucket of buckets) shared.set(bucket.hash, bucket);
    const buckets = hashes.map(
      async (hash) => shared.get(hash) ?? { hash, files: parse(await read(hash)) },
    );
    return new FileTable(await Promise.all(buckets));
  }

  get bucketHashes(): string[] {
    return this.buckets.map(({ hash }) => hash);
  }

  /** SHA-256 over the paths and hashes of all files. */
  get hash(): string {
    return hashOf(this.bucketHashes.join('\n'));
  }

  get(path: string): ReleaseFile | undefined {
    return this.buckets[bucketOf(path)]?.files.get(path);
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  *entries(): Generator<[string, ReleaseFile]> {
    for (const { files } of this.buckets) yield* files;
  }

  paths(): string[] {
    return [...this.entries()].map(([path]) => path);
  }

  /** The table with other files at some paths, and none where the value is null. */
  with(changes: Iterable<readonly [string, ReleaseFile | null]>): FileTable {
    const byBucket = new Map<number, Map<string, ReleaseFile>>();
    for (const [path, file] of changes) {
      const index = bucketOf(path);
      const files = byBucket.get(index) ?? new Map(this.buckets[index]?.files);
      byBucket.set(index, files);
      if (file === null) files.delete(path);
      else files.set(path, file);
    }
    return new FileTable(
      this.buckets.map((bucket, index) => {
        const files = byBucket.get(index);
        return files === undefined ? bucket : toBucket(files);
      }),
    );
  }

  /** What has to happen to a folder with the files of `before` to hold these; null is a file to delete. */
  *changesSince(before: FileTable): Generator<[string, ReleaseFile | null]> {
    for (const [index, bucket] of this.buckets.entries()) {
      const old = before.buckets[index];
      if (old === undefined || old.hash === bucket.hash) continue;
      for (const [path, file] of bucket.files)
        if (old.files.get(path)?.hash !== file.hash) yield [path, file];
      for (const path of old.files.keys()) if (!bucket.files.has(path)) yield [path, null];
    }
  }

  /** Hashes of all objects that the tables need and that begin with `prefix`. */
  static objectsOf(tables: Iterable<FileTable>, prefix: string): Set<string> {
    const buckets = new Map<string, Bucket>();
    for (const table of tables)
      for (const bucket of table.buckets) buckets.set(bucket.hash, bucket);
    const hashes = new Set([...buckets.keys()].filter((hash) => hash.startsWith(prefix)));
    for (const { files } of buckets.values())
      for (const { hash } of files.values()) if (hash.startsWith(prefix)) hashes.add(hash);
    return hashes;
  }

  /** Texts of the buckets that `before` does not share, by hash: what has to be stored for this table. */
  *newBuckets(before: FileTable): Generator<[hash: string, text: string]> {
    for (const [index, bucket] of this.buckets.entries())
      if (before.buckets[index]?.hash !== bucket.hash && bucket.files.size > 0)
        yield [bucket.hash, textOf(bucket.files)];
  }
}
