import {
  ChangesSinceDocument,
  type ChangesSinceQuery,
  type ContentType,
  contentTypeOf,
  locales,
} from '@lectern/shared-types';
import { createAsk } from '../src/cms/client.ts';
import type { ContentSource } from '../src/cms/load-content.ts';
import { copyMedia, type MediaFile, mediaIn } from '../src/cms/media.ts';
import type { Generation } from '../src/cms/read-content.ts';
import { type RawEntry, type ToImage, toViews } from '../src/cms/to-content.ts';
import type { ContentUpdate } from '../src/content/update-content.ts';

/** What a step from one generation to the next comes to. */
export interface Step {
  generation: Generation;
  updates: ContentUpdate[];
  /** Images that the updates show. */
  media: MediaFile[];
  /** When the first of the changes was committed, ISO 8601; null when the CMS does not say. */
  committed: string | null;
}

type Changes = ChangesSinceQuery['contentChanges'];

/**
 * Reads only what has changed since a generation, in one answer of the CMS. For drafts, a generation
 * is a position in the list of what was saved.
 * @returns undefined when everything has to be read: media or locales changed, a locale has lost its
 *   site settings, too much changed, or the log does not reach back
 * @throws ContentReadError
 */
export async function followChanges(
  source: ContentSource,
  since: Generation,
): Promise<Step | undefined> {
  const ask = createAsk(source.cmsUrl, source.token, source.deadline);
  const { status = 'PUBLISHED' } = source;
  const { contentChanges } = await ask(ChangesSinceDocument, {
    value: since.value,
    changeId: since.changeId,
    status,
  });
  const { isComplete, changes, generation, changeId } = contentChanges;
  if (!isComplete) return undefined;
  const ids = new Map<ContentType, Set<string>>();
  for (const { type, entryId } of changes) {
    const name = contentTypeOf(type);
    if (name === undefined || entryId === null) return undefined;
    ids.set(name, (ids.get(name) ?? new Set()).add(entryId));
  }

  const entries = entriesByType(contentChanges);
  const { files, toImage } = await copyMedia(mediaIn(entries), source.cmsUrl, source.mediaFolder);
  const updates = [...ids].map(([type, of]) => toUpdate(type, of, entries[type], toImage));
  const site = updates.find(({ type }) => type === 'Site');
  // A draft of the site settings that is not right leaves the last right one in place.
  if (
    status === 'PUBLISHED' &&
    site &&
    locales.some((locale) => !site.views.some((view) => view.locale === locale))
  )
    return undefined;
  const committed = changes[0]?.time ?? null;
  return { generation: { value: generation, changeId }, updates, media: files, committed };
}

const entriesByType = ({ entries }: Changes) =>
  ({
    Framework: entries.frameworks,
    PathStep: entries.pathSteps,
    Testimonial: entries.testimonials,
    Faq: entries.faqs,
    Plan: entries.plans,
    Reason: entries.reasons,
    LandingPage: entries.landingPages,
    Site: entries.sites,
    Redirect: entries.redirects,
  }) satisfies Record<ContentType, RawEntry[]>;

function toUpdate(
  type: ContentType,
  ids: ReadonlySet<string>,
  entries: readonly RawEntry[],
  toImage: ToImage,
): ContentUpdate {
  return { type, ids, ...toViews(type, entries, toImage) };
}
