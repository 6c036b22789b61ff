import { createHash, randomBytes } from 'node:crypto';
import {
  link,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface ReleaseFile {
  /** SHA-256 of the bytes, in hexadecimal. */
  hash: string;
  /** Bytes. */
  size: number;
}

/** What a release is made of, kept beside its folder. */
export interface Manifest {
  release: string;
  generation: number;
  changeId: string;
  codeVersion: string;
  /** SHA-256 over the paths and hashes of all files. */
  contentHash: string;
  /** ISO 8601. */
  time: string;
  /** How many landing pages the content has, in all locales. */
  landingPages: number;
  redirects: { from: string; to: string; isPermanent: boolean }[];
  /** By path below the root of the site: `plans/index.html`. */
  files: Record<string, ReleaseFile>;
}

export interface ReleaseChange {
  generation: number;
  changeId: string;
  codeVersion: string;
  landingPages: number;
  redirects: Manifest['redirects'];
  /** New bytes by path; every other file stays as it was. */
  written: ReadonlyMap<string, Uint8Array>;
  removed: ReadonlySet<string>;
}

/** Where the live site says which release it is. */
const about = 'release.json';

export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The releases below one folder, of which `current` points to the one that is live. */
export function createReleaseStore(folder: string, kept: number) {
  const releases = join(folder, 'releases');
  const current = join(folder, 'current');
  const folderOf = (release: string) => join(releases, release);
  const manifestOf = (release: string) => join(releases, `${release}.json`);
  const pin = join(folder, 'pinned');

  const readManifest = async (release: string): Promise<Manifest> =>
    JSON.parse(await readFile(manifestOf(release), 'utf8'));

  const list = async (): Promise<string[]> =>
    (await readdir(releases).catch(ifMissing([])))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();

  const currentRelease = async (): Promise<string | undefined> => {
    const target = await readlink(current).catch(ifMissing(undefined));
    return target?.split('/').at(-1);
  };

  /** Points `current` to a release; whoever looks sees the old one or the new one. */
  const switchTo = async (release: string): Promise<void> => {
    const next = join(folder, `.current-${randomBytes(6).toString('hex')}`);
    await symlink(join('releases', release), next);
    await rename(next, current);
    await syncFolder(folder);
  };

  /** Writes a complete release beside the others, out of reach until it is switched to. */
  const create = async (base: Manifest | undefined, change: ReleaseChange): Promise<Manifest> => {
    await mkdir(releases, { recursive: true });
    const number = Number((await list()).at(-1)?.split('-')[0] ?? 0) + 1;
    const release = `${String(number).padStart(8, '0')}-g${change.generation}`;
    const partial = join(releases, `.partial-${release}`);
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    const files: Record<string, ReleaseFile> = {};
    const made = new Set([partial]);
    const place = async (path: string, put: (target: string) => Promise<void>) => {
      const target = join(partial, path);
      const parent = dirname(target);
      if (!made.has(parent)) await mkdir(parent, { recursive: true });
      for (let up = parent; !made.has(up); up = dirname(up)) made.add(up);
      await put(target);
    };
    for (const [path, file] of Object.entries(base?.files ?? {})) {
      if (change.removed.has(path) || change.written.has(path) || path === about) continue;
      files[path] = file;
      await place(path, (target) => link(join(folderOf(base?.release ?? ''), path), target));
    }
    for (const [path, bytes] of change.written) {
      files[path] = { hash: hashOf(bytes), size: bytes.length };
      await place(path, (target) => writeSynced(target, bytes));
    }
    const sorted = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
    const manifest: Manifest = {
      release,
      generation: change.generation,
      changeId: change.changeId,
      codeVersion: change.codeVersion,
      contentHash: hashOf(
        Buffer.from(sorted.map(([path, { hash }]) => `${hash} ${path}\n`).join('')),
      ),
      time: new Date().toISOString(),
      landingPages: change.landingPages,
      redirects: change.redirects,
      files: Object.fromEntries(sorted),
    };
    const facts = publicPart(manifest);
    manifest.files[about] = { hash: hashOf(facts), size: facts.length };
    await writeSynced(join(partial, about), facts);
    for (const path of made) await syncFolder(path);
    await rename(partial, folderOf(release));
    await writeSynced(manifestOf(release), Buffer.from(JSON.stringify(manifest)));
    await syncFolder(releases);
    return manifest;
  };

  /** Deletes what no release needs: all but the newest `kept`, the live one and the pinned one. */
  const prune = async (): Promise<void> => {
    const all = await list();
    const needed = new Set([...all.slice(-kept), await currentRelease(), await pinned()]);
    for (const name of await readdir(releases)) {
      const release = name.replace(/^\.partial-/, '').replace(/\.json$/, '');
      if (needed.has(release) && !name.startsWith('.')) continue;
      await rm(join(releases, name), { recursive: true, force: true });
    }
  };

  const pinned = async (): Promise<string | undefined> =>
    (await readFile(pin, 'utf8').catch(ifMissing(undefined)))?.trim();

  /** True when every file of a release is there with the bytes that its manifest names. */
  const isWhole = async (release: string): Promise<boolean> => {
    const manifest = await readManifest(release).catch(() => undefined);
    if (manifest === undefined) return false;
    for (const [path, { hash }] of Object.entries(manifest.files)) {
      const bytes = await readFile(join(folderOf(release), path)).catch(() => undefined);
      if (bytes === undefined || hashOf(bytes) !== hash) return false;
    }
    return true;
  };

  return {
    folderOf,
    list,
    readManifest,
    currentRelease,
    switchTo,
    create,
    prune,
    isWhole,
    pinned,
    setPin: (release: string) => writeFile(pin, `${release}\n`),
    releasePin: () => rm(pin, { force: true }),
  };
}

export type ReleaseStore = ReturnType<typeof createReleaseStore>;

/** What the live site says of itself. */
const publicPart = ({ release, generation, contentHash, codeVersion, time }: Manifest) =>
  Buffer.from(`${JSON.stringify({ release, generation, contentHash, codeVersion, time })}\n`);

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const ifMissing =
  <Fallback>(fallback: Fallback) =>
  (error: NodeJS.ErrnoException): Fallback => {
    if (error.code === 'ENOENT') return fallback;
    throw error;
  };
