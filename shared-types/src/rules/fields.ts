import { z } from 'zod';

const hasControlOrSpace = (value: string) =>
  [...value].some((character) => character <= ' ' || character === '\u007f');

/** True for an absolute http or https URL without blanks or control characters. */
export function isHttpUrl(value: string): boolean {
  if (hasControlOrSpace(value) || !URL.canParse(value)) return false;
  return ['http:', 'https:'].includes(new URL(value).protocol);
}

/** True for a path on this site (`/plans/`) or an anchor on the same page (`#plans`). */
export function isSiteLink(value: string): boolean {
  if (hasControlOrSpace(value) || value.includes('\\')) return false;
  return /^#[A-Za-z0-9_-]+$/.test(value) || /^\/(?!\/)/.test(value);
}

/** Required text of 1 to `max` characters. */
export const text = (max: number) =>
  z
    .string({ error: 'is empty. Write something here' })
    .refine((value) => value.trim() !== '', { error: 'is empty. Write something here' })
    .refine((value) => value.length <= max, {
      error: (issue) =>
        `is ${String(issue.input).length} characters long. Shorten it to ${max} characters`,
    });

/** Text that may be left out; a form that was emptied sends it blank. */
export const optionalText = (max: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
    text(max).nullish(),
  );

export const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number. Enter one from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

/** An amount of money: zero or more, at most two decimals. */
export const price = () => {
  const error = 'must be 0 or more, with at most two decimals. Enter for example 12 or 12.50';
  return z
    .number({ error })
    .min(0, { error })
    .max(1_000_000, { error: 'is above 1,000,000. Check the amount' })
    .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, { error });
};

export const httpUrl = () =>
  text(2000).refine(isHttpUrl, {
    error: 'is not a web address. Enter one that starts with https:// or http://',
    abort: true,
  });

export const linkUrl = () =>
  text(2000).refine((value) => isHttpUrl(value) || isSiteLink(value), {
    error:
      'is not a link. Enter a web address that starts with https://, a path on this site such as /plans/, or an anchor such as #plans',
  });

export const slug = (reserved: readonly string[]) =>
  text(80)
    .refine((value) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value), {
      error:
        'may hold only lower-case letters a to z, digits and single hyphens between them. Enter for example python-for-backend',
    })
    .refine((value) => !reserved.includes(value), {
      error: (issue) =>
        `"${String(issue.input)}" is used by the site itself. Choose another address`,
    });

export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}. Choose one of them` });

/** A raster image from the media library; where it is used it must say what it shows. */
export const image = () =>
  z.object(
    {
      url: z.string(),
      alternativeText: z
        .string({ error: imageNeedsAlt })
        .refine((value) => value.trim() !== '', { error: imageNeedsAlt }),
      mime: z.string().refine((value) => imageTypes.includes(value), {
        error: `is not an image the site can show. Upload one of: ${imageTypes.join(', ')}`,
      }),
      width: z.number({ error: 'is unknown. Upload the image again' }).int().positive(),
      height: z.number({ error: 'is unknown. Upload the image again' }).int().positive(),
    },
    { error: 'is missing. Choose an image' },
  );

/** An image for shared links: many networks show nothing of a WebP or an AVIF. */
export const shareImage = () =>
  image().refine(({ mime }) => ['image/png', 'image/jpeg'].includes(mime), {
    error: 'is of a type that many networks do not show. Choose a PNG or a JPEG',
  });

/**
 * Fields with an image, which may say in the entry's own language what that shows: its text stands
 * before the one of the media library, which is the same in every language.
 * @param name field of the image; the text is in `<name>AlternativeText`
 */
export const withOwnAlternative = <Schema extends z.ZodType>(name: string, schema: Schema) =>
  z.preprocess((entry) => {
    if (typeof entry !== 'object' || entry === null) return entry;
    const picture: unknown = Reflect.get(entry, name);
    const alternativeText: unknown = Reflect.get(entry, `${name}AlternativeText`);
    if (typeof picture !== 'object' || picture === null) return entry;
    if (typeof alternativeText !== 'string' || alternativeText.trim() === '') return entry;
    return { ...entry, [name]: { ...picture, alternativeText } };
  }, schema);

const imageNeedsAlt =
  'is empty. Describe what the image shows, here or in the media library under "Alternative text"';

/** Image types that uploads accept and pages show: raster only, since SVG can carry script. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/avif'];

export const isoDate = () =>
  z
    .string()
    .refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)), {
      error: 'is not a date. Enter it as year-month-day, for example 2026-05-31',
    });
