import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { putInPlace } from '../put-in-place.ts';
import { askValidator, type FetchedImage, fetchImage, ImageError } from './fetch-image.ts';
import {
  type FindImage,
  isShowable,
  type Media,
  type MediaFile,
  type Rendition,
  renditionsOf,
  toImage,
} from './media.ts';

/** Copies of the CMS's images, so that visitors load them from the site. */
export interface MediaCache {
  folder: string;
  /**
   * Copies the images that are not there yet. One that takes long goes on being copied, and one that
   * fails is tried again, ever later; `onLoaded` tells of both once they are there.
   * @param isWhole true when these are all images that there are: the CMS is asked whether it still
   *   has them as they are, and copies of others go
   */
  prepare(media: readonly Media[], isWhole: boolean): Promise<MediaFile[]>;
  /** What is known of an image at the moment. */
  find: FindImage;
  close(): void;
}

interface MediaCacheOptions {
  cmsUrl: string;
  folder: string;
  /** Longest that anybody waits for one image, in milliseconds. */
  patience: number;
  /** Whether images are needed for the moment alone: every time, copies of others go. */
  isPassing?: boolean;
  /** Called when an image came that nobody waited for any more. */
  onLoaded?: () => void;
}

/** The copy of what is at an address: its file, and of what version of the image it is. */
interface Copy {
  name: string;
  version: string | null;
  validator: string;
}

interface Address {
  copy?: Copy;
  /** Why the CMS's own cannot be had at the moment. */
  problem?: string;
  failures: number;
  /** Version that was asked for last. */
  tried?: string | null;
  loading?: Promise<void>;
  retry?: NodeJS.Timeout;
}

const concurrency = 32;
/** Between two tries, in milliseconds; doubled each time. */
const firstPause = 1_000;
const longestPause = 30_000;
/** What was copied less long ago may belong to content that is still being read, in milliseconds. */
const newFor = 3_600_000;
const extensions: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
};

export function createMediaCache(options: MediaCacheOptions): MediaCache {
  const { cmsUrl, folder, patience, isPassing = false, onLoaded = () => {} } = options;
  const addresses = new Map<string, Address>();
  const closing = new AbortController();
  const fileOf = (name: string) => join(folder, name);
  const noteOf = (url: string) =>
    `${createHash('sha256').update(url).digest('hex').slice(0, 20)}.json`;

  const known = async (url: string): Promise<Address> => {
    const address = addresses.get(url) ?? { failures: 0, ...(await readNote(fileOf(noteOf(url)))) };
    addresses.set(url, address);
    if (address.copy !== undefined && !(await isThere(fileOf(address.copy.name))))
      delete address.copy;
    return address;
  };

  const keep = async (url: string, { version, mime }: Rendition, fetched: FetchedImage) => {
    const { bytes, validator } = fetched;
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 20);
    const copy = { name: `${hash}.${extensions[mime]}`, version, validator };
    await mkdir(folder, { recursive: true });
    if (!(await isThere(fileOf(copy.name)))) await putInPlace(fileOf(copy.name), bytes);
    await putInPlace(fileOf(noteOf(url)), JSON.stringify(copy));
    return copy;
  };

  /** Brings the copy up to date, or notes why that cannot be done. */
  const load = async (rendition: Rendition, address: Address): Promise<void> => {
    const { url, mime, version } = rendition;
    const place = new URL(url, cmsUrl);
    try {
      const { copy } = address;
      if (copy === undefined || copy.version !== version || (await hasChanged(place, copy)))
        address.copy = await keep(url, rendition, await fetchImage(place, mime, closing.signal));
      delete address.problem;
      address.failures = 0;
    } catch (error) {
      const cause = error instanceof ImageError ? error.message : `no copy can be kept (${error})`;
      address.problem = cause;
      address.failures += 1;
    }
  };
  const hasChanged = async (place: URL, { validator }: Copy): Promise<boolean> => {
    const now = await askValidator(place, closing.signal);
    return now !== undefined && now !== validator;
  };

  const start = (rendition: Rendition, address: Address, onDone: () => void): Promise<void> => {
    clearTimeout(address.retry);
    delete address.retry;
    address.tried = rendition.version;
    address.loading = load(rendition, address).finally(() => {
      delete address.loading;
      if (closing.signal.aborted) return;
      if (address.problem === undefined) return onDone();
      const pause = Math.min(longestPause, firstPause * 2 ** (address.failures - 1));
      const again = () => void start(rendition, address, onLoaded);
      address.retry = setTimeout(again, pause).unref();
    });
    return address.loading;
  };

  /** Settles when the image was loaded, or could not be, or takes longer than anybody waits. */
  const loadForAWhile = async (rendition: Rendition, address: Address): Promise<void> => {
    let isAwaited = true;
    await settledWithin(
      patience,
      start(rendition, address, () => {
        if (!isAwaited) onLoaded();
      }),
    );
    isAwaited = false;
  };

  /** Forgets what no image is at any more. */
  const forgetOthers = async (wanted: ReadonlyMap<string, Rendition>): Promise<void> => {
    for (const [url, { retry, loading }] of addresses) {
      if (wanted.has(url) || loading !== undefined) continue;
      clearTimeout(retry);
      addresses.delete(url);
    }
    const names = new Set([...wanted.keys()].map(noteOf));
    for (const { copy } of addresses.values()) if (copy) names.add(copy.name);
    for (const name of await readdir(folder).catch(() => [])) {
      if (names.has(name)) continue;
      const { mtimeMs } = await stat(fileOf(name)).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > newFor) await rm(fileOf(name), { force: true });
    }
  };

  return {
    folder,
    prepare: async (media, isWhole) => {
      const renditions = media.filter(isShowable).flatMap(renditionsOf);
      const wanted = new Map(renditions.map((each) => [each.url, each]));
      await pMap(
        wanted.values(),
        async (rendition) => {
          const { url, version } = rendition;
          const address = await known(url);
          const isNews = address.copy?.version !== version;
          const isWaiting = address.retry !== undefined && address.tried === version;
          const isDue = isWhole || (isNews && !isWaiting);
          if (isDue && address.loading === undefined) await loadForAWhile(rendition, address);
        },
        { concurrency },
      );
      if (isWhole || isPassing) await forgetOthers(wanted);
      // After all of them: the first may have come while the others were waited for.
      return [...wanted.values()].flatMap(({ url, version }) => {
        const copy = addresses.get(url)?.copy;
        if (copy?.version !== version) return [];
        return [{ path: `/media/${copy.name}`, file: fileOf(copy.name), url }];
      });
    },
    find: (medium) => {
      const all = renditionsOf(medium).map(({ url }) => addresses.get(url));
      const problem = toProblem(all);
      if (all.some((address) => address?.copy?.version !== medium.updatedAt))
        return { problem: problem ?? stillLoading };
      const image = toImage(medium, ({ url }) => `/media/${addresses.get(url)?.copy?.name}`);
      return problem === undefined ? { image } : { image, problem };
    },
    close: () => {
      closing.abort();
      for (const { retry } of addresses.values()) clearTimeout(retry);
    },
  };
}

const stillLoading = 'is still being loaded. It goes live by itself once it is there';

function toProblem(addresses: readonly (Address | undefined)[]): string | undefined {
  const failed = addresses.find((address) => address?.problem !== undefined);
  if (failed === undefined) return undefined;
  return `cannot be loaded: ${failed.problem}. Upload it again in the media library, or choose another image`;
}

async function readNote(file: string): Promise<{ copy?: Copy }> {
  try {
    return { copy: JSON.parse(await readFile(file, 'utf8')) };
  } catch {
    // Without a note that can be read the image is loaded anew.
    return {};
  }
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );

function settledWithin(milliseconds: number, work: Promise<void>): Promise<void> {
  if (milliseconds === Number.POSITIVE_INFINITY) return work;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
