import { askAbout, type Choice, type Conflict } from './conflict';

/** What a request to Strapi's content manager is about. */
interface Place {
  /** The entry or the list, as in its address. */
  path: string;
  /** What is done to it; empty for reading and saving it. */
  rest: string;
  locale: string;
}

const places =
  /\/content-manager\/(single-types\/[\w:.-]+|collection-types\/[\w:.-]+(?:\/(?!actions\b)\w+)?)(\/.*)?$/;

/** Drafts as they were sent to this page last, and when each was saved: what forms are made of. */
const drafts = new Map<string, { text: string; savedAt: string }>();
/** When each draft in a list was saved. */
const listed = new Map<string, string>();
/** Drafts on which somebody has typed what is to stay: they are read once more as they were. */
const kept = new Set<string>();

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
    return write(place, seenBy(place, init?.body), (seen) => {
      const headers = new Headers(init?.headers);
      if (seen !== undefined) headers.set('x-lectern-seen', seen);
      return send(input, { ...init, headers });
    });
  };
}

function placeAt(address: string): Place | undefined {
  const { pathname, searchParams } = new URL(address, location.origin);
  const [, path, rest = ''] = places.exec(pathname) ?? [];
  return path === undefined ? undefined : { path, rest, locale: searchParams.get('locale') ?? '' };
}

async function read(place: Place, send: () => Promise<Response>): Promise<Response> {
  const key = keyOf(place);
  const before = drafts.get(key);
  if (kept.delete(key) && before !== undefined && place.rest === '')
    return new Response(before.text, { headers: { 'content-type': 'application/json' } });
  const response = await send();
  if (response.ok && place.rest === '') note(place, await response.clone().text());
  return response;
}

interface Row {
  documentId: string;
  updatedAt?: string;
  publishedAt?: string | null;
}

function note({ path, locale }: Place, text: string): void {
  const { data, results = [] }: { data?: Row; results?: Row[] } = JSON.parse(text);
  const isDraft = ({ publishedAt }: Row) => !publishedAt;
  for (const row of results.filter(isDraft))
    if (row.updatedAt)
      listed.set(keyOf({ path: `${path}/${row.documentId}`, locale }), row.updatedAt);
  if (data?.updatedAt && isDraft(data))
    drafts.set(keyOf({ path, locale }), { text, savedAt: data.updatedAt });
}

/** When the draft of a form was saved as this page has read it last, ISO 8601; undefined for a new entry. */
export const savedAtOf = (path: string, locale: string): string | undefined =>
  drafts.get(keyOf({ path, locale }))?.savedAt;

/** When what is written was saved as whoever writes has seen it, in the form or in the list. */
function seenBy({ path, locale }: Place, body: unknown): string | undefined {
  const isOpen = location.pathname.endsWith(path);
  if (path.startsWith('single-types') || path.split('/').length === 3) {
    const key = keyOf({ path, locale });
    return isOpen ? drafts.get(key)?.savedAt : listed.get(key);
  }
  const { documentIds }: { documentIds?: string[] } =
    typeof body === 'string' ? Object(JSON.parse(body)) : {};
  return documentIds
    ?.map((id) => listed.get(keyOf({ path: `${path}/${id}`, locale })) ?? '')
    .join();
}

async function write(
  place: Place,
  seen: string | undefined,
  send: (seen: string | undefined) => Promise<Response>,
): Promise<Response> {
  const response = await send(seen);
  // It is read anew at once.
  if (response.ok) drafts.delete(keyOf(place));
  const conflict = response.status === 409 ? await readConflict(response.clone()) : undefined;
  const choice = conflict && (await askAbout(conflict));
  if (conflict === undefined || choice === undefined) return response;
  if (choice === 'mine') return write(place, conflict.savedAt, send);
  if (choice === 'neither') kept.add(keyOf(place));
  const error = { status: 409, name: 'ConflictError', message: outcomes[choice], details: {} };
  return Response.json({ data: null, error }, { status: 409 });
}

const outcomes: Record<Exclude<Choice, 'mine'>, string> = {
  theirs: 'Your version was not saved. What is shown now is the other one.',
  neither: 'Nothing was changed. What you typed is still in the form; save it again to choose.',
};

async function readConflict(response: Response): Promise<Conflict | undefined> {
  const { error }: { error?: { name?: string; details?: Conflict } } = await response.json();
  return error?.name === 'ConflictError' ? error.details : undefined;
}
