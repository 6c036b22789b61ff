import { contentTypeNames, contentTypes, type DraftEntry, locales } from '@lectern/shared-types';
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
import type { ShowingPage } from '../shown-entries.ts';
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

interface CheckRoutesOptions {
  keys: readonly string[];
  /** None when the publisher has no key for drafts. */
  candidate: CandidateRenderer | undefined;
  findPages: (
    type: DraftEntry['type'],
    documentId: string,
    locales: readonly (DraftEntry['locale'] | null)[],
  ) => ShowingPage[];
}

/** What the CMS asks about entries: where one is live, and what publishing drafts would do. */
export function createCheckRoutes({
  keys,
  candidate,
  findPages,
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
      const [, , type, id] = new URL(request.url ?? '', 'http://publisher').pathname.split('/');
      const asked = z.object({ type: typeName, id: documentId }).safeParse({ type, id });
      if (!asked.success)
        return reply(response, 404, { error: 'Ask for /entries/<type>/<document id>.' });
      const { isLocalized } = contentTypes[asked.data.type];
      const pages = findPages(asked.data.type, asked.data.id, isLocalized ? locales : [null]);
      return reply(response, 200, { pages });
    },
  };
}
