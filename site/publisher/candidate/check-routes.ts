import {
  contentTypeNames,
  contentTypes,
  type DraftEntry,
  type EntryPages,
  locales,
} from '@lectern/shared-types';
import { z } from 'zod';
import {
  type ControlRoute,
  hasKey,
  parseJson,
  readBody,
  reply,
  tooLarge,
  wrongKey,
} from '../control-server.ts';
import type { CandidateRenderer } from './candidate.ts';

/** Drafts that are looked at together. */
const mostEntries = 500;

const typeName = z.enum(contentTypeNames);
const documentId = z.string().regex(/^[A-Za-z0-9]{1,64}$/);
const entry = z.object({ type: typeName, documentId, locale: z.enum(locales) });
const question = z.object({
  entries: z.array(entry).min(1).max(mostEntries),
  isWhole: z.boolean().default(false),
});
const entryQuestion = z.object({
  type: typeName,
  id: documentId,
  locale: z.enum(locales).optional(),
});

interface CheckRoutesOptions {
  keys: readonly string[];
  /** None when the publisher has no key for drafts. */
  candidate: CandidateRenderer | undefined;
  describeEntry: (
    type: DraftEntry['type'],
    documentId: string,
    locales: readonly (DraftEntry['locale'] | null)[],
  ) => EntryPages;
}

/** What the CMS asks about entries: where one is live, and what publishing drafts would do. */
export function createCheckRoutes({
  keys,
  candidate,
  describeEntry,
}: CheckRoutesOptions): Record<string, ControlRoute> {
  return {
    'POST /check': async (request, response) => {
      if (!hasKey(request, keys)) return reply(response, 401, { error: wrongKey });
      const body = await readBody(request);
      if (body === undefined) return reply(response, 413, { error: tooLarge });
      const { data } = question.safeParse(parseJson(body));
      if (data === undefined)
        return reply(response, 400, {
          error: `Send type, documentId and locale of 1 to ${mostEntries} entries.`,
        });
      if (candidate === undefined)
        return reply(response, 503, { error: 'PREVIEW_TOKEN is not set, so it reads no drafts.' });
      const gone = new AbortController();
      response.once('close', () => gone.abort(new Error('Nobody waits for the answer.')));
      try {
        const check = await candidate.check(data.entries, data.isWhole, gone.signal);
        return reply(response, 200, check);
      } catch (error) {
        return reply(response, 503, {
          error: error instanceof Error ? error.message : 'It failed.',
        });
      }
    },
    'GET /entries/*': (request, response) => {
      const url = new URL(request.url ?? '', 'http://publisher');
      const [, , type, id] = url.pathname.split('/');
      const locale = url.searchParams.get('locale') ?? undefined;
      const asked = entryQuestion.safeParse({ type, id, locale });
      if (!asked.success)
        return reply(response, 404, { error: 'Ask for /entries/<type>/<document id>.' });
      const { data } = asked;
      const wanted = data.locale === undefined ? locales : [data.locale];
      const { isLocalized } = contentTypes[data.type];
      return reply(response, 200, describeEntry(data.type, data.id, isLocalized ? wanted : [null]));
    },
  };
}
