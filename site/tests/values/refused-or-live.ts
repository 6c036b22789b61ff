import { isDeepStrictEqual } from 'node:util';
import type { ContentType } from '@lectern/shared-types';
import fc from 'fast-check';
import type { AdminClient, Answer } from '../../../cms/tests/harness/admin-client.ts';
import { type Carrier, type Data, isAbout, type Slot, withValue } from './carrier.ts';

/** An awkward value in its place. */
export interface Attempt {
  slot: Slot;
  value: unknown;
}

/** How many values of each kind were judged. */
export type Tally = Map<string, { refused: number; live: number }>;

/** Some of the awkward values that a carrier takes, the others as in its sample. */
export const attemptsOn = ({ slots }: Carrier): fc.Arbitrary<Attempt[]> =>
  fc
    .tuple(
      ...slots.map((slot) =>
        fc.option(
          slot.values.map((value) => ({
            slot,
            value,
            [fc.toStringMethod]: () => `${slot.path}: ${fc.stringify(value)}`,
          })),
          { freq: 2 },
        ),
      ),
    )
    .map((attempts) => attempts.filter((attempt) => attempt !== null));

/**
 * Publishes an entry with awkward values, as the form does. What is refused has to be named; without
 * it the rest has to be taken.
 * @returns the content as it was taken, in the numbers that JSON gave it
 */
export async function publishWhatIsTaken(
  admin: AdminClient,
  carrier: Carrier,
  entry: { documentId: string; number: number; locale?: string },
  attempts: readonly Attempt[],
  tally: Tally,
): Promise<Data> {
  // A list goes before its lines: a line cannot stand in what is no list.
  let left = attempts.toSorted((one, other) => one.slot.path.length - other.slot.path.length);
  for (;;) {
    const data = left.reduce<unknown>(
      (content, { slot, value }) => withValue(content, slot.path, value),
      carrier.sample(entry.number),
    ) as Data;
    const answer = await admin.publish(carrier.type, entry.documentId, data, entry.locale);
    if (answer.status === 200) {
      for (const { slot } of left) count(tally, slot.kind, 'live');
      return JSON.parse(JSON.stringify(data));
    }
    const refused = left.filter((attempt) => isNamed(answer, attempt));
    if (answer.status !== 400 || refused.length === 0)
      throw new Error(
        `Neither refused by name nor taken: ${carrier.type} ${fc.stringify(data)}\n${answer.status} ${JSON.stringify(answer.error)}`,
      );
    for (const { slot } of refused) count(tally, slot.kind, 'refused');
    left = left.filter((attempt) => !refused.includes(attempt));
  }
}

function isNamed({ error }: Answer, { slot, value }: Attempt): boolean {
  // No field is looked at where a request tries to change what all objects are made of.
  if (error?.message === 'Object contains forbidden prototype property')
    return JSON.stringify(value).includes('"__proto__"');
  const errors = error?.details?.errors ?? [];
  if (errors.length > 0)
    return errors.some(({ path }) => isAbout(path, slot.path) || String(path[0]) === slot.also);
  // Strapi itself sometimes names a field in its sentence alone.
  return error?.message.match(/\w+/g)?.includes(String(slot.path[0])) ?? false;
}

function count(tally: Tally, kind: string, outcome: 'refused' | 'live'): void {
  const known = tally.get(kind) ?? { refused: 0, live: 0 };
  known[outcome] += 1;
  tally.set(kind, known);
}

/** Fails when a page shows something else than what was taken. */
export function expectShown(type: ContentType, taken: Data, expected: Data, shown: Data): void {
  for (const field of Object.keys(expected))
    if (!isDeepStrictEqual(withLineEnds(shown[field]), withLineEnds(expected[field])))
      throw new Error(
        `Taken, but not live as written: ${type} ${field}\nwritten ${fc.stringify(expected[field])}\n  shown ${fc.stringify(shown[field])}\n  entry ${fc.stringify(taken)}`,
      );
}

/** HTML has one sign for the end of a line. */
function withLineEnds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLineEnds);
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : value;
}
