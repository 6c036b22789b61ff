import sharp from 'sharp';

/** An image with what tells whether it is still the same at its address. */
export interface FetchedImage {
  bytes: Uint8Array;
  validator: string;
}

/** Why an image cannot be had: the end of a sentence that begins with "cannot be loaded: ". */
export class ImageError extends Error {
  override name = 'ImageError';
}

/** Longest that one image may take, in milliseconds. */
const deadline = 30_000;
const largest = 25 * 1024 * 1024;
/** More pixels than this are a decompression bomb, or nothing for a page. */
const mostPixels = 100_000_000;

/** Format by type, as `sharp` calls it. */
const formats: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
  'image/avif': 'heif',
};

/** @throws ImageError when it is not there whole, or not what it is said to be */
export async function fetchImage(
  address: URL,
  mime: string,
  signal: AbortSignal,
): Promise<FetchedImage> {
  const { response, bytes } = await ask(address, 'GET', signal);
  if (bytes.length === 0) throw new ImageError(`${address.href} is empty`);
  const format = await decode(bytes).catch((error: unknown) => {
    throw new ImageError(`${address.href} is not a whole image (${messageOf(error)})`);
  });
  if (format !== formats[mime])
    throw new ImageError(`${address.href} is said to be ${mime} and is ${format}`);
  return { bytes, validator: validatorOf(response) };
}

/**
 * What tells whether an image is still the same; undefined when its server does not say.
 * @throws ImageError when it is not there any more
 */
export async function askValidator(address: URL, signal: AbortSignal): Promise<string | undefined> {
  const { response } = await ask(address, 'HEAD', signal);
  return response.status === 405 || response.status === 501 ? undefined : validatorOf(response);
}

async function ask(address: URL, method: 'GET' | 'HEAD', signal: AbortSignal) {
  try {
    const response = await fetch(address, {
      method,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadline)]),
    });
    const isUnknown = method === 'HEAD' && [405, 501].includes(response.status);
    if (!response.ok && !isUnknown)
      throw new ImageError(`${address.href} answers ${response.status}`);
    return { response, bytes: method === 'GET' ? await readBytes(response, address) : noBytes };
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError(`${address.href} does not answer (${messageOf(error)})`, { cause: error });
  }
}

const noBytes = new Uint8Array();

/** As soon as it is too large it is let go of. */
async function readBytes(response: Response, address: URL): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.length;
    if (size > largest) {
      // Its server would go on sending.
      await reader?.cancel();
      throw new ImageError(`${address.href} is larger than ${largest / 1024 / 1024} MB`);
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}

/** Reads it to its end: a file that was cut off has a right beginning. */
async function decode(bytes: Uint8Array): Promise<string | undefined> {
  const image = sharp(bytes, { failOn: 'truncated', limitInputPixels: mostPixels });
  const { format } = await image.metadata();
  await image.stats();
  return format;
}

const validatorOf = ({ headers }: Response): string =>
  ['etag', 'last-modified', 'content-length'].map((name) => headers.get(name) ?? '').join(' ');

function messageOf(error: unknown): string {
  const { message, cause } = Object(error);
  return String(cause?.code ?? cause?.message ?? message ?? error).split('\n', 1)[0] ?? '';
}
