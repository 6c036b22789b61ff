import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { BlockedGroup, EntryPage, PublisherStatus } from '@lectern/shared-types';

/** Says what a test wants a publisher to say, in the way a publisher says it. */
export interface FakePublisher {
  /** Changes the status and tells everybody who follows it. */
  say(change: Partial<PublisherStatus>): void;
  /** Pages of the live release that show an entry, by `<type>/<documentId>`; others are unknown. */
  pages: Map<string, EntryPage[]>;
  /** What is wrong with an entry, by `<type>/<documentId>`, or by this and `?locale=<locale>`. */
  blocked: Map<string, BlockedGroup[]>;
  /** How often somebody has begun to follow it. */
  followers(): number;
  /** Keeps connections open and answers nothing any more. */
  freeze(): void;
  close(): Promise<void>;
}

export async function startFakePublisher(
  port: number,
  first: Partial<PublisherStatus> = {},
): Promise<FakePublisher> {
  let status: PublisherStatus = {
    state: 'idle',
    liveGeneration: null,
    liveChangeId: null,
    cmsGeneration: null,
    cmsChangeId: null,
    release: '00000001-g1',
    releaseTime: new Date().toISOString(),
    failure: null,
    blocked: [],
    blockedCount: 0,
    blockedPages: 0,
    removals: null,
    runs: [],
    ...first,
  };
  const pages = new Map<string, EntryPage[]>();
  const blocked = new Map<string, BlockedGroup[]>();
  const following = new Set<ServerResponse>();
  let followers = 0;
  let isFrozen = false;
  const server = createServer((request, response) => {
    if (isFrozen) return undefined;
    const path = request.url ?? '';
    request.resume();
    if (path.startsWith('/hooks/')) response.writeHead(202).end('{}');
    else if (path.startsWith('/entries/')) {
      const question = path.slice('/entries/'.length);
      const entry = question.replace(/\?.*/, '');
      const locale = /\?locale=(.*)/.exec(question)?.[1];
      const known = pages.get(entry);
      if (known === undefined) return response.writeHead(404).end('{}');
      const answer = {
        pages: known.filter((page) => locale === undefined || page.locale === locale),
        blocked: blocked.get(question) ?? blocked.get(entry) ?? [],
      };
      response.writeHead(200).end(JSON.stringify(answer));
    } else if (request.headers.accept?.includes('text/event-stream')) {
      followers += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(status)}\n\n`);
      following.add(response);
      response.on('close', () => following.delete(response));
    } else response.writeHead(200).end(`${JSON.stringify(status)}\n`);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    pages,
    blocked,
    followers: () => followers,
    say: (change) => {
      status = { ...status, ...change };
      for (const response of following) response.write(`data: ${JSON.stringify(status)}\n\n`);
    },
    freeze: () => {
      isFrozen = true;
    },
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
