import {
  ChangesSinceDocument,
  type ContentType,
  contentTypeOf,
  FaqsDocument,
  FrameworksDocument,
  LandingPagesDocument,
  locales,
  PathStepsDocument,
  PlansDocument,
  ReasonsDocument,
  RedirectsDocument,
  TestimonialsDocument,
} from '@lectern/shared-types';
import { type Ask, createAsk } from '../src/cms/client.ts';
import type { ContentSource } from '../src/cms/load-content.ts';
import { copyMedia, mediaIn } from '../src/cms/media.ts';
import { readEntries } from '../src/cms/read-entries.ts';
import { type RawEntry, toViews } from '../src/cms/to-content.ts';
import { entryKey } from '../src/content/content.ts';
import { replaceEntries } from './replace-entries.ts';
import type { Snapshot } from './snapshot.ts';

/** What a step from one generation to the next comes to. */
export interface Step {
  snapshot: Snapshot;
  /** Keys of the entries that came, went or changed. */
  changed: ReadonlySet<string>;
}

const followed = [
  'Framework',
  'PathStep',
  'Testimonial',
  'Faq',
  'Plan',
  'Reason',
  'LandingPage',
  'Redirect',
] as const;

type Followed = (typeof followed)[number];

const isFollowed = (type: ContentType | undefined): type is Followed =>
  followed.some((name) => name === type);

/**
 * Reads only what has changed since a snapshot.
 * @returns undefined when everything has to be read: media, locales or site settings changed, too
 *   much changed, the log does not reach back, or content moved during the read
 * @throws ContentReadError
 */
export async function followChanges(
  source: ContentSource,
  snapshot: Snapshot,
): Promise<Step | undefined> {
  const ask = createAsk(source.cmsUrl, source.token);
  const first = await changesSince(ask, snapshot);
  const types = new Map<Followed, Set<string>>();
  const changed = new Set<string>();
  for (const { type, entryId, localeCode } of first.changes) {
    const name = contentTypeOf(type);
    if (!isFollowed(name) || entryId === null) return undefined;
    types.set(name, (types.get(name) ?? new Set()).add(entryId));
    for (const locale of localeCode === null ? [null, ...locales] : [localeCode])
      changed.add(entryKey(name, locale, entryId));
  }
  const last = first.changes.at(-1);
  if (!first.isComplete || last === undefined) return undefined;

  let next: Snapshot = snapshot;
  for (const [type, ids] of types) {
    const entries = await readChanged(ask, type, [...ids]);
    const copied = await copyMedia(mediaIn(entries), source.cmsUrl, source.mediaFolder);
    const before = next;
    next = replaceEntries(before, type, ids, toViews(type, entries, copied.toImage));
    next = { ...next, media: [...next.media, ...copied.files] };
  }
  const second = await changesSince(ask, snapshot);
  if (second.changes.length !== first.changes.length) return undefined;
  const generation = { value: last.generation, changeId: second.changeId };
  return {
    snapshot: { ...next, generation, content: { ...next.content, generation: generation.value } },
    changed,
  };
}

async function changesSince(ask: Ask, { generation }: Snapshot) {
  return (await ask(ChangesSinceDocument, generation)).contentChanges;
}

function readChanged(ask: Ask, type: Followed, ids: string[]): Promise<RawEntry[]> {
  const read = <Node extends RawEntry>(document: Parameters<typeof readEntries<Node>>[2]) =>
    readEntries<Node>(ask, type, document, 'PUBLISHED', ids);
  switch (type) {
    case 'Framework':
      return read(FrameworksDocument);
    case 'PathStep':
      return read(PathStepsDocument);
    case 'Testimonial':
      return read(TestimonialsDocument);
    case 'Faq':
      return read(FaqsDocument);
    case 'Plan':
      return read(PlansDocument);
    case 'Reason':
      return read(ReasonsDocument);
    case 'LandingPage':
      return read(LandingPagesDocument);
    case 'Redirect':
      return read(RedirectsDocument);
  }
}
