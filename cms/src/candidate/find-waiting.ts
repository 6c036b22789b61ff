import { type ContentType, contentTypes, titleOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import { toEntryLink } from '../live-status/entry-link';
import type { Waiting, WaitingEntry } from './contract';
import { type DraftRow, readDrafts } from './read-drafts';

/** Entries that are named; the others are counted. */
const named = 200;

interface Version {
  id: number;
  documentId: string;
  locale: string | null;
  updatedAt: string;
  publishedAt: string | null;
}

interface WaitingVersion extends Version {
  type: ContentType;
  isNew: boolean;
}

/**
 * Every entry of some types, as far as it may be named, whose draft differs from what is published,
 * or was never published.
 */
export async function findWaiting(
  strapi: Core.Strapi,
  types: readonly ContentType[],
  findNameable: FindNameable,
): Promise<Waiting> {
  const found: WaitingVersion[] = [];
  for (const type of types) found.push(...(await waitingOf(strapi, type)));
  const toRef = ({ type, documentId, locale }: WaitingVersion) => ({
    uid: contentTypes[type].uid,
    documentId,
    locale,
  });
  const mayName = await findNameable(found.map(toRef));
  const waiting = found.filter((version) => mayName(toRef(version)));
  const newest = waiting
    .toSorted((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1))
    .slice(0, named);
  const described: WaitingEntry[] = [];
  for (const [type, own] of Map.groupBy(newest, (version) => version.type)) {
    const isNew = new Map(own.map((version) => [keyOf(version), version.isNew]));
    const drafts = await readDrafts(strapi, type, { id: { $in: own.map(({ id }) => id) } });
    for (const draft of drafts)
      described.push(describe(strapi, type, draft, isNew.get(keyOf(draft)) ?? true));
  }
  return {
    entries: described.toSorted((one, other) => (one.time < other.time ? 1 : -1)),
    count: waiting.length,
  };
}

async function waitingOf(strapi: Core.Strapi, type: ContentType): Promise<WaitingVersion[]> {
  const versions: Version[] = await strapi.db.query(contentTypes[type].uid).findMany({
    select: ['id', 'documentId', 'locale', 'updatedAt', 'publishedAt'],
  });
  const published = new Map(
    versions.filter(({ publishedAt }) => publishedAt !== null).map((row) => [keyOf(row), row]),
  );
  const metadata = strapi.plugin('content-manager').service('document-metadata');
  return versions.flatMap((draft) => {
    if (draft.publishedAt !== null) return [];
    const live = published.get(keyOf(draft));
    // As Strapi's own column of states has it.
    const isModified = live && metadata.getStatus(draft, [live]) === 'modified';
    return live === undefined || isModified ? [{ ...draft, type, isNew: live === undefined }] : [];
  });
}

function describe(
  strapi: Core.Strapi,
  type: ContentType,
  draft: DraftRow,
  isNew: boolean,
): WaitingEntry {
  const { uid } = contentTypes[type];
  const { documentId, locale, updatedAt, updatedBy } = draft;
  const name = [updatedBy?.firstname, updatedBy?.lastname].filter(Boolean).join(' ');
  return {
    link: toEntryLink(uid, documentId, locale),
    kind: strapi.contentType(uid).info.displayName,
    title: titleOf(type, draft),
    isNew,
    actor: name || (updatedBy?.email ?? null),
    time: updatedAt,
  };
}

const keyOf = ({ documentId, locale }: Pick<Version, 'documentId' | 'locale'>) =>
  `${documentId} ${locale ?? ''}`;
