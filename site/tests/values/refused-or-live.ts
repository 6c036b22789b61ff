import { isDeepStrictEqual } from 'node:util';
import type { ContentType } from '@lectern/shared-types';
import fc from 'fast-check';
import type { AdminClient, Answer } from '../../../cms/tests/harness/admin-client.ts';
import { type Carrier, type Data, isAbout, type Path, type Slot, withValue } from './carrier.ts';

/** Awkward values for one place: each is tried when the one before it was refused. */
export interface Attempt {
  slot: Slot;
  values: readonly unknown[];
}

/** How many values of each kind were judged. */
export type Tally = Map<string, { refused: number; live: number }>;

/** Enough that also a kind of which nearly everything is refused is seen live. */
const valuesOfField = 12;
/** Few, since no field within can be tried as long as something else stands in place of them all. */
const valuesOfHolder = 2;

/** Awkward values for some of the places of an entry; the others stay as in its sample. */
export const attemptsOn = ({ slots }: Carrier): fc.Arbitrary<Attempt[]> =>
  fc
    .tuple(
      ...slots.map((slot) => {
        const isHolder = slots.some(({ path }) => isWithin(path, slot.path));
        const maxLength = isHolder ? valuesOfHolder : valuesOfField;
        return fc
          .array(slot.values, { maxLength, size: 'max' })
          .map((values) => ({ slot, values }));
      }),
    )
    .map((attempts) => attempts.filter(({ values }) => values.length > 0));

const isWithin = (path: Path, holder: Path) => path.length > holder.length && isAbout(path, holder);

/**
 * Saves an entry with awkward values and publishes it, as the form does. What is refused has to be named; with other
 * values in its place the rest has to be taken.
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
      (content, { slot, values }) => withValue(content, slot.path, values[0]),
      carrier.sample(entry.number),
    ) as Data;
    const sent = left.filter(({ slot }) => hasPlaceFor(slot, data));
    const saved = await admin.update(carrier.type, entry.documentId, data, entry.locale);
    const answer =
      saved.status === 200
        ? await admin.publish(carrier.type, entry.documentId, {}, entry.locale)
        : saved;
    if (answer.status === 200) {
      for (const { slot } of sent) count(tally, slot.kind, 'live');
      return JSON.parse(JSON.stringify(data));
    }
    const named = sent.filter((attempt) => isNamed(answer, attempt));
    const refused =
      named.length > 0 ? named : sent.filter(({ slot }) => namesFirst(answer, slot.also));
    if (answer.status !== 400 || refused.length === 0)
      throw new Error(
        `Neither refused by name nor taken: ${carrier.type} ${fc.stringify(data)}\n${answer.status} ${JSON.stringify(answer.error)}`,
      );
    for (const { slot } of refused) count(tally, slot.kind, 'refused');
    left = left
      .map((attempt) =>
        refused.includes(attempt) ? { ...attempt, values: attempt.values.slice(1) } : attempt,
      )
      .filter(({ values }) => values.length > 0);
  }
}

function hasPlaceFor({ path }: Slot, data: Data): boolean {
  const holder = path.slice(0, -1).reduce<unknown>((part, key) => Object(part)[key], data);
  return Object(holder) === holder;
}

function isNamed({ error }: Answer, { slot, values }: Attempt): boolean {
  // No field is looked at where a request tries to change what all objects are made of.
  if (error?.message === 'Object contains forbidden prototype property')
    return JSON.stringify(values[0]).includes('"__proto__"');
  return error?.details?.errors?.some(({ path }) => isAbout(path, slot.path)) ?? false;
}

const namesFirst = ({ error }: Answer, field: string | undefined): boolean =>
  error?.details?.errors?.some(({ path }) => path[0] === field) ?? false;

function count(tally: Tally, kind: string, outcome: 'refused' | 'live', by = 1): void {
  const known = tally.get(kind) ?? { refused: 0, live: 0 };
  tally.set(kind, { ...known, [outcome]: known[outcome] + by });
}

export function addTo(total: Tally, tally: Tally): void {
  for (const [kind, { refused, live }] of tally) {
    count(total, kind, 'refused', refused);
    count(total, kind, 'live', live);
  }
}

/**
 * The kinds of which fewer values were judged than are a carrier's part of all cases.
 * @param all the carriers that share them
 */
export function kindsLeft(
  { slots }: Carrier,
  all: readonly Carrier[],
  tally: Tally,
  cases: number,
): Set<string> {
  const left = slots.filter(({ kind }) => {
    const { refused, live } = tally.get(kind) ?? { refused: 0, live: 0 };
    const sharing = all.filter(({ slots }) => slots.some((each) => each.kind === kind)).length;
    return (refused + live) * sharing < cases;
  });
  return new Set(left.map(({ kind }) => kind));
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
