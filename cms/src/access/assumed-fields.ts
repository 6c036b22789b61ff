import { z } from 'zod';

const rowId = z
  .union([z.string().regex(/^\d{1,9}$/), z.int().min(0)], 'has to be the number of a folder')
  .nullish();

/** As Strapi's own schema, whose refusal it takes for an error of its own. */
const layout = z.strictObject(
  {
    version: z.int('has to be a whole number').min(1, 'has to be 1 or more').optional(),
    widgets: z
      .array(
        z.strictObject(
          {
            uid: z.string('has to be a text').min(1, 'is empty'),
            width: z.literal([4, 6, 8, 12], 'has to be 4, 6, 8 or 12').optional(),
          },
          'has to name a widget and its width, and nothing else',
        ),
        'has to be a list',
      )
      .max(100, 'has more than 100 lines'),
    updatedAt: z.iso.datetime('has to be a time').optional(),
  },
  'has to be the order of widgets, and nothing else',
);

const text = z.string('has to be a text').optional();
const fields = (shape: z.ZodRawShape) => z.object(shape, 'has to be a JSON object');

type Assumed = readonly [route: RegExp, body: z.ZodType];

/** What Strapi takes for granted in requests of those who have not logged in. */
const ofAnybody: readonly Assumed[] = [
  [/^POST \/admin\/login\/?$/i, fields({ email: text, password: text })],
];

/** What Strapi's own checks take for granted in requests of those who have logged in. */
const ofUsers: readonly Assumed[] = [
  [/^POST \/admin\/users\/?$/i, fields({ email: text })],
  [
    /^POST \/admin\/permissions\/check\/?$/i,
    fields({ permissions: z.array(z.unknown(), 'has to be a list') }),
  ],
  [/^PUT \/admin\/homepage\/layout\/?$/i, layout],
  [/^(POST|PUT) \/upload\/folders(\/|$)/i, fields({ parent: rowId })],
  [/^POST \/upload\/actions\/bulk-move\/?$/i, fields({ destinationFolderId: rowId })],
];

/**
 * The first field of a request that is not what its route takes for granted. Who has not logged in is
 * told that first, where a login is asked for.
 */
export function findMisfit(
  route: string,
  body: unknown,
  isLoggedIn: boolean,
): { path: string[]; problem: string } | undefined {
  const assumed = isLoggedIn ? [...ofAnybody, ...ofUsers] : ofAnybody;
  const [, expected] = assumed.find(([pattern]) => pattern.test(route)) ?? [];
  const issue = expected?.safeParse(body ?? {}).error?.issues[0];
  return issue && { path: issue.path.map(String), problem: `it ${issue.message}` };
}
