import { contentTypeNames, contentTypes, locales } from '@lectern/shared-types';
import { z } from 'zod';
import { type ControlRoute, hasKey, readBody, reply, wrongKey } from '../control-server.ts';
import type { PageReason } from '../page-reasons.ts';
import type { ShowingPage } from '../shown-entries.ts';
import type { Candidate, CandidateEntry, CandidateRenderer } from './candidate.ts';

const typeName = z.enum(contentTypeNames);
const documentId = z.string().regex(/^[A-Za-z0-9]{1,64}$/);
const question = z.object({ type: typeName, documentId, locale: z.enum(locales) });

/** What `POST /check` answers. */
interface CheckAnswer {
  /** Pages that publishing would keep at their last good version. */
  pages: { path: string; locale: string; reasons: PageReason[] }[];
  /** What is wrong with the entry itself, also when it is on no page. */
  faults: PageReason[];
  /** How many pages were looked over, of how many that the entry can change. */
  checked: number;
  pagesInAll: number;
}

interface CheckRoutesOptions {
  keys: readonly string[];
  /** None when the publisher has no key for drafts. */
  candidate: CandidateRenderer | undefined;
  findPages: (
    type: CandidateEntry['type'],
    documentId: string,
    locales: readonly (CandidateEntry['locale'] | null)[],
  ) => ShowingPage[];
}

/** What the CMS asks about an entry: where it is live, and what publishing its draft would block. */
export function createCheckRoutes({
  keys,
  candidate,
  findPages,
}: CheckRoutesOptions): Record<string, ControlRoute> {
  return {
    'POST /check': async (request, response) => {
      if (!hasKey(request, keys)) return reply(response, 401, { error: wrongKey });
      const body = await readBody(request);
      if (body === undefined) return reply(response, 413, { error: 'The message is too large.' });
      const { data } = question.safeParse(parse(body));
      if (data === undefined)
        return reply(response, 400, { error: 'Send type, documentId and locale of an entry.' });
      if (candidate === undefined)
        return reply(response, 503, { error: 'PREVIEW_TOKEN is not set, so it reads no drafts.' });
      try {
        return reply(response, 200, toAnswer(await candidate.render(data)));
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

function toAnswer({ pages, pagesInAll, faults }: Candidate): CheckAnswer {
  const blocked = pages.filter((page) => page.faults.length > 0);
  return {
    pages: blocked.map(({ path, locale, faults: reasons }) => ({ path, locale, reasons })),
    faults,
    checked: pages.length,
    pagesInAll,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON names no entry, which is what the caller is told.
    return undefined;
  }
}
