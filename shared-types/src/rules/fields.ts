import { z } from 'zod';
import { characterFault, countCharacters, isBlank, isEmptyText } from './characters.js';
import { hasUnseen, isHttpUrl, isLink, linkFault, withoutUnseen } from './links.js';
import { markdownFaults } from './markdown.js';

const isEmpty = 'is empty. Write something here';

/** Required text of 1 to `max` characters, which may have several lines. */
export const longText = (max: number) =>
  z
    .string({ error: isEmpty })
    .refine((value) => characterFault(value) === undefined, {
      error: (issue) => characterFault(String(issue.input)) ?? '',
      abort: true,
    })
    .refine((value) => !isBlank(value), { error: isEmpty })
    .refine((value) => countCharacters(value) <= max, {
      error: (issue) =>
        `is ${countCharacters(String(issue.input))} characters long. Shorten it to ${max} characters`,
      abort: true,
    });

/** Code points that fit into the column of a short text, which Strapi calls a string. */
export const shortColumn = 255;
const countCodePoints = (value: unknown) => [...String(value)].length;

/** Required text of 1 to `max` characters on one line. */
export const text = (max: number) =>
  longText(max)
    .refine((value) => max > shortColumn || countCodePoints(value) <= shortColumn, {
      error: ({ input }) =>
        `holds ${countCodePoints(input)} characters, with accents and parts of emoji counted one by one. Shorten it to ${shortColumn}`,
      abort: true,
    })
    .refine((value) => !/[\r\n]/.test(value), {
      error: 'has more than one line. Write it on one line',
    });

/** An optional field: one that holds nothing but blanks is as good as none. */
export const optional = <Type>(field: z.ZodType<Type>) =>
  z.preprocess((value) => (isEmptyText(value) ? null : value), field.nullish());

/** A number with at most two decimals: more than that the database does not keep. */
const hasTwoDecimals = (value: number) => Number(value.toFixed(2)) === value;

/** A choice of yes or no. */
export const yesOrNo = () => z.boolean({ error: 'is neither on nor off. Choose one of the two' });

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
    .refine(hasTwoDecimals, { error });
};

/** The average of ratings, at most `max`. */
export const average = (max: number) => {
  const error = `must be from 0 to ${max}, with at most two decimals. Enter the average rating, for example 4.9`;
  return z
    .number({ error })
    .min(0, { error })
    .max(max, { error })
    .refine(hasTwoDecimals, { error });
};

export const httpUrl = () =>
  text(2000).refine(isHttpUrl, {
    error: ({ input }) =>
      isHttpUrl(withoutUnseen(String(input)))
        ? hasUnseen
        : 'is not a web address. Enter one that starts with https:// or http://',
    abort: true,
  });

export const linkUrl = () =>
  text(2000).refine(isLink, { error: ({ input }) => linkFault(String(input)) });

/** Required text in Markdown, of which a page shows everything. */
export const markdown = (max: number) =>
  longText(max).superRefine((value, context) => {
    for (const message of markdownFaults(value)) context.addIssue({ code: 'custom', message });
  });

const longestSlug = 80;
const isSlug = (value: string) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value);

/** The end of an address that is like a text; empty where nothing of the text can be in one. */
export const slugLike = (value: string): string =>
  value
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-|-$/g, '');

/** What a text has to be to end an address, with an example made of it. */
export const notASlug = (value: string): string =>
  `may hold only lower-case letters a to z, digits and single hyphens between them. Enter for example ${slugLike(value) || 'python-for-backend'}`;

export const slug = (reserved: readonly string[]) =>
  text(longestSlug)
    .refine(isSlug, { error: (issue) => notASlug(String(issue.input)) })
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
        .refine((value) => !isBlank(value), { error: imageNeedsAlt })
        .refine((value) => characterFault(value) === undefined, {
          error: (issue) => characterFault(String(issue.input)) ?? '',
        }),
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
    if (typeof alternativeText !== 'string' || isBlank(alternativeText)) return entry;
    return { ...entry, [name]: { ...picture, alternativeText } };
  }, schema);

const imageNeedsAlt =
  'is empty. Describe what the image shows, here or in the media library under "Alternative text"';

/** Image types that uploads accept and pages show: raster only, since SVG can carry script. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/avif'];

export const isoDate = () => {
  const error = 'is not a date. Enter it as year-month-day, for example 2026-05-31';
  return z.string({ error }).refine(isCalendarDate, { error });
};

/** True for a day that the calendar has, of a year with four digits. */
function isCalendarDate(value: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(value);
  // Thirty days of February are read as two days of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
