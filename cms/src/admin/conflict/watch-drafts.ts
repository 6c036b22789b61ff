import { contentTypes } from '@lectern/shared-types';
import { noDraft, seenHeader } from '../../documents/seen-header';
import { declined } from '../declined/declined';
import { askAbout, type Choice, type Conflict } from './conflict';
import { answerDeleted } from './deleted';
import { reachCms, unanswered, waitForCms } from './reach-cms';

/** What a request to Strapi's content manager is about. */
interface Place {
  address: string;
  /** The entry or the list, as in its address. */
  path: string;
  /** What is done to it; empty for reading and saving it. */
  rest: string;
  locale: string;
}

const places =
  /\/content-manager\/(single-types\/[\w:.-]+|collection-types\/[\w:.-]+(?:\/(?!actions\b)\w+)?)(\/.*)?$/;

/** A version that is restored is written over the draft as well. */
const restores = /\/history\/([\w:.-]+)\/(\w+)\/\w+(\/restore)$/;
const restored = '/restore';

/**
 * Drafts as they were sent to this page last, and when each was saved: what forms are made of. Of a
 * language in which there is no draft yet, that there is none.
 */
const drafts = new Map<string, { address: string; text: string; savedAt: string }>();
/** When each draft in a list was saved. */
const listed = new Map<string, string>();
/** Drafts on which somebody has typed what is to stay: they are read once more as they were. */
const kept = new Set<string>();
/** Drafts that were not there any more when they were written: their forms stay, with what was typed. */
const gone = new Set<string>();

const keyOf = ({ path, locale }: Pick<Place, 'path' | 'locale'>) => `${path} ${locale}`;

/**
 * Tells the server with every write of the content manager which draft it was made on, and asks
 * whoever writes when that is another one by now. Strapi's client offers no place for that but
 * `fetch` itself.
 */
export function watchDrafts(): void {
  const send = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const place = typeof input === 'string' ? placeAt(input) : undefined;
    if (place === undefined) return send(input, init);
    if ((init?.method ?? 'GET') === 'GET') return read(place, () => send(input, init));
    const seen = seenBy(place, init?.body);
    return write(place, seen, () => {
      const headers = new Headers(init?.headers);
      if (seen !== undefined) headers.set(seenHeader, [...seen.values()].join());
      return send(input, { ...init, headers });
    });
  };
}

function placeAt(address: string): Place | undefined {
  const { pathname, searchParams } = new URL(address, location.origin);
  const locale = searchParams.get('locale') ?? '';
  const [, uid, documentId, restore = ''] = restores.exec(pathname) ?? [];
  if (uid !== undefined) {
    const path =
      uid === contentTypes.Site.uid
        ? `single-types/${uid}`
        : `collection-types/${uid}/${documentId}`;
    return { address, path, rest: restore, locale };
  }
  const [, path, rest = ''] = places.exec(pathname) ?? [];
  return path === undefined ? undefined : { address, path, rest, locale };
}

async function read(place: Place, send: () => Promise<Response>): Promise<Response> {
  const key = keyOf(place);
  const before = drafts.get(key);
  if (place.rest !== '') return send();
  const recall = (text: string) =>
    new Response(text, { headers: { 'content-type': 'application/json' } });
  if (kept.delete(key) && before !== undefined) return recall(before.text);
  // A form whose draft cannot be read any more gives way to an error page, with what was typed.
  const known = before?.address === place.address ? before : undefined;
  const response = (await reachCms(send)) ?? (known ? recall(known.text) : await waitForCms(send));
  if (response.status === 404 && known !== undefined && gone.has(key)) return recall(known.text);
  if (response.ok) note(place, await response.clone().text());
  return response;
}

interface Row {
  documentId: string;
  updatedAt?: string;
  publishedAt?: string | null;
}

function note({ address, path, locale }: Place, text: string): void {
  // Of an entry that is not published the answer looks like one of which there is no draft.
  if (new URL(address, location.origin).searchParams.get('status') === 'published') return;
  const { data, results = [] }: { data?: Row; results?: Row[] } = JSON.parse(text);
  const isDraft = ({ publishedAt }: Row) => !publishedAt;
  for (const row of results.filter(isDraft))
    if (row.updatedAt)
      listed.set(keyOf({ path: `${path}/${row.documentId}`, locale }), row.updatedAt);
  if (data && isDraft(data))
    drafts.set(keyOf({ path, locale }), { address, text, savedAt: data.updatedAt ?? noDraft });
}

/** When the draft was saved that was sent to this page last; undefined for a new entry. */
export const savedAtOf = (path: string, locale: string): string | undefined =>
  drafts.get(keyOf({ path, locale }))?.savedAt;

/** Is told of everything that is written: where, in which language, and what the server has made of it. */
type Writer = (place: Place, saved: Row | undefined) => void;
const writers = new Set<Writer>();

/**
 * Calls back when a form was saved, which the server has confirmed.
 * @param path the entry of the form, or its list for a new one
 * @returns what ends that
 */
export function whenSaved(
  path: string,
  locale: string,
  callBack: (saved: Row | undefined) => void,
): () => void {
  return whenWritten((place, saved) => {
    const isSave = ['', '/actions/publish'].includes(place.rest) || place.path.endsWith('/clone');
    const isHere = [path, `${path}/clone`].includes(place.path);
    if (isSave && isHere && (locale === '' || place.locale === locale)) callBack(saved);
  });
}

/**
 * Calls back when somebody has given up a draft: by discarding its changes, or with an unpublish.
 * @param path the entry of the form
 * @returns what ends that
 */
export const whenDiscarded = (path: string, callBack: () => void): (() => void) =>
  whenWritten((place) => {
    const isDiscarded = ['/actions/discard', '/actions/unpublish'].includes(place.rest);
    if (isDiscarded && place.path === path) callBack();
  });

function whenWritten(tell: Writer): () => void {
  writers.add(tell);
  return () => void writers.delete(tell);
}

/** When each document that is written was saved as whoever writes has seen it, in the form or in the list. */
function seenBy({ path, locale }: Place, body: unknown): Map<string, string> | undefined {
  const timeOf = (of: string) =>
    location.pathname.endsWith(of)
      ? drafts.get(keyOf({ path: of, locale }))?.savedAt
      : listed.get(keyOf({ path: of, locale }));
  const [kind, , documentId] = path.split('/');
  if (kind === 'single-types' || documentId !== undefined) {
    const time = timeOf(path);
    return time === undefined ? undefined : new Map([[documentId ?? '', time]]);
  }
  const { documentIds }: { documentIds?: string[] } =
    typeof body === 'string' ? Object(JSON.parse(body)) : {};
  return documentIds && new Map(documentIds.map((id) => [id, timeOf(`${path}/${id}`) ?? '']));
}

async function write(
  place: Place,
  seen: Map<string, string> | undefined,
  send: () => Promise<Response>,
): Promise<Response> {
  const response = (await reachCms(send)) ?? unanswered();
  if (response.ok) {
    // It is read anew at once.
    drafts.delete(keyOf(place));
    const text = await response.clone().text();
    const { data }: { data?: Row } = text === '' ? {} : Object(JSON.parse(text));
    for (const tell of writers) tell(place, data);
  }
  const documentId = place.path.split('/')[2];
  // A version may be gone that is to be restored.
  if (response.status === 404 && documentId !== undefined && place.rest !== restored) {
    gone.add(keyOf(place));
    return answerDeleted(documentId);
  }
  const conflict = response.status === 409 ? await readConflict(response.clone()) : undefined;
  const choice = conflict && (await askAbout(conflict));
  if (conflict === undefined || choice === undefined) return response;
  if (choice === 'mine') {
    // The others of a bulk action stay those that were seen.
    seen?.set(seen.has(conflict.documentId) ? conflict.documentId : '', conflict.savedAt);
    return write(place, seen, send);
  }
  if (choice === 'neither') kept.add(keyOf(place));
  return declined(outcomes[choice]);
}

const outcomes: Record<Exclude<Choice, 'mine'>, string> = {
  theirs: 'Your version was not saved. What is shown now is the other one.',
  neither: 'Nothing was changed. What you typed is still in the form; save it again to choose.',
};

async function readConflict(response: Response): Promise<Conflict | undefined> {
  const { error }: { error?: { name?: string; details?: Conflict } } = await response.json();
  return error?.name === 'ConflictError' ? error.details : undefined;
}
