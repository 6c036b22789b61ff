import {
  ChangesSinceDocument,
  type ChangesSinceQuery,
  type ContentType,
  contentTypeOf,
  type PublicationStatus,
} from '@lectern/shared-types';
import type { Ask } from './client.ts';
import type { Generation } from './read-content.ts';

/** What has changed between two states of the content. */
export interface Changes {
  /** The one that they lead to. */
  generation: Generation;
  ids: Map<ContentType, Set<string>>;
  /** The changed entries as they are then, in every locale; others are not there. */
  entries: Entries;
  /** Whether something changed that may be part of any entry: an image, or a language. */
  isSweeping: boolean;
  /** When the first of them was committed, ISO 8601; null when the CMS does not say. */
  committed: string | null;
}

/** Entries as the CMS gives them, unchecked. */
export type Entries = ReturnType<typeof byType>;

/**
 * What has changed since a state of the content: one state of the database, however many answers it takes.
 * @returns undefined when the CMS cannot say, as after a restore of its database
 * @throws ContentReadError
 */
export async function readChanges(
  ask: Ask,
  since: Generation,
  status: PublicationStatus,
): Promise<Changes | undefined> {
  let all: Changes | undefined;
  for (;;) {
    const { value, changeId } = all?.generation ?? since;
    const { contentChanges } = await ask(ChangesSinceDocument, { value, changeId, status });
    if (!contentChanges.isComplete) return undefined;
    const next = toChanges(contentChanges);
    all = all === undefined ? next : join(all, next);
    if (contentChanges.isLatest) return all;
  }
}

/** Where the changes of a stage have come to: what is asked for before everything is read. */
export async function readPosition(ask: Ask, status: PublicationStatus): Promise<Generation> {
  const nowhere = { value: -1, changeId: '', status };
  const { contentChanges } = await ask(ChangesSinceDocument, nowhere);
  return { value: contentChanges.generation, changeId: contentChanges.changeId };
}

/** Replaces what has changed, whatever was read of it. */
export function applyChanges(to: Entries, { ids, entries }: Changes): Entries {
  const replace = <Entry extends { documentId: string; locale?: string | null }>(
    type: ContentType,
    known: Entry[],
    news: Entry[],
  ): Entry[] => {
    const gone = ids.get(type);
    if (gone === undefined) return known;
    const kept = known.filter(({ documentId }) => !gone.has(documentId));
    return [...kept, ...news].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  };
  return {
    Framework: replace('Framework', to.Framework, entries.Framework),
    PathStep: replace('PathStep', to.PathStep, entries.PathStep),
    Testimonial: replace('Testimonial', to.Testimonial, entries.Testimonial),
    Faq: replace('Faq', to.Faq, entries.Faq),
    Plan: replace('Plan', to.Plan, entries.Plan),
    Reason: replace('Reason', to.Reason, entries.Reason),
    LandingPage: replace('LandingPage', to.LandingPage, entries.LandingPage),
    Site: replace('Site', to.Site, entries.Site),
    Redirect: replace('Redirect', to.Redirect, entries.Redirect),
  };
}

const keyOf = ({ documentId, locale }: { documentId: string; locale?: string | null }) =>
  `${documentId} ${locale ?? ''}`;

function toChanges(answer: ChangesSinceQuery['contentChanges']): Changes {
  const ids: Changes['ids'] = new Map();
  let isSweeping = false;
  for (const { type, entryId } of answer.changes) {
    const name = contentTypeOf(type);
    if (name === undefined || entryId === null) isSweeping = true;
    else ids.set(name, (ids.get(name) ?? new Set()).add(entryId));
  }
  return {
    generation: { value: answer.generation, changeId: answer.changeId },
    ids,
    entries: byType(answer.entries),
    isSweeping,
    committed: answer.changes[0]?.time ?? null,
  };
}

function join(before: Changes, next: Changes): Changes {
  const ids = new Map(before.ids);
  for (const [type, own] of next.ids) ids.set(type, new Set([...(ids.get(type) ?? []), ...own]));
  return {
    generation: next.generation,
    ids,
    entries: applyChanges(before.entries, next),
    isSweeping: before.isSweeping || next.isSweeping,
    committed: before.committed ?? next.committed,
  };
}

const byType = (entries: ChangesSinceQuery['contentChanges']['entries']) => ({
  Framework: entries.frameworks,
  PathStep: entries.pathSteps,
  Testimonial: entries.testimonials,
  Faq: entries.faqs,
  Plan: entries.plans,
  Reason: entries.reasons,
  LandingPage: entries.landingPages,
  Site: entries.sites,
  Redirect: entries.redirects,
});
