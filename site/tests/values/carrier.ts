import type { ContentType } from '@lectern/shared-types';
import type fc from 'fast-check';
import { type HTMLElement, parse } from 'node-html-parser';

export type Data = Record<string, unknown>;
export type Path = (string | number)[];

/** A field, or a place in one, into which awkward values are put. */
export interface Slot {
  /** The kind of field, under which cases are counted. */
  kind: string;
  path: Path;
  values: fc.Arbitrary<unknown>;
  /** Another field that a refusal may name: the one that contradicts this one. */
  also?: string;
}

/** A type of entry that carries awkward values to the live site, and how they are found there. */
export interface Carrier {
  type: ContentType;
  /** Valid content of the entry of this number. */
  sample(number: number): Data;
  slots: readonly Slot[];
  /** What has to be seen of an entry with this content. */
  expect(data: Data): Data;
  /** What is seen of it: `position` among the entries of its page. */
  read(page: LivePage, position: number): Data;
}

/** A page as it is served. */
export interface LivePage {
  html: HTMLElement;
  /** What it tells machines, by schema.org type. */
  thing(type: string): Data;
}

export async function loadPage(url: string): Promise<LivePage> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`);
  return toPage(await answer.text());
}

function toPage(text: string): LivePage {
  const html = parse(text, { blockTextElements: { script: true, style: true } });
  const json = html.querySelector('script[type="application/ld+json"]')?.rawText ?? '{}';
  const things: Data[] = JSON.parse(json)['@graph'] ?? [];
  return { html, thing: (type) => things.find((each) => each['@type'] === type) ?? {} };
}

/** Whether the first path leads to the second, or the other way round. */
export const isAbout = (one: Path, other: Path): boolean =>
  one.slice(0, other.length).every((key, index) => String(key) === String(other[index]));

/** The content with another value at a path; unchanged when nothing there could hold one. */
export function withValue(data: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof data !== 'object' || data === null) return data;
  const changed: Record<PropertyKey, unknown> | unknown[] = Array.isArray(data)
    ? [...data]
    : { ...data };
  Reflect.set(changed, key, withValue(Reflect.get(data, key), rest, value));
  return changed;
}
