import type { Editor } from './admin.ts';
import { createHttpClient } from './http-client.ts';
import { waitForText } from './live-text.ts';
import { readStatus, waitForStatus } from './publisher-status.ts';
import { type BenchStack, siteClient } from './stack.ts';
import { round } from './statistics.ts';
import { ledeEdit, type TargetPage } from './targets.ts';

const visitors = 8;
const longest = 15 * 60_000;

/**
 * Switches between two releases while visitors ask for a page without pause. A request fails when it
 * brings no whole page, or one that is of neither release.
 */
export async function measureSwitches(
  stack: BenchStack,
  editor: Editor,
  page: TargetPage,
  count: number,
) {
  const { type, documentId, data, path, text } = ledeEdit(page);
  const { release: before } = await waitForStatus(stack, 'a quiet moment', isQuiet, 60_000);
  const site = siteClient(stack, visitors);
  const old = (await site.send('GET', path)).body;
  await editor.publish(type, documentId, data);
  if ((await waitForText(site, path, text, 60_000)) === undefined)
    throw new Error('The change that makes the second release did not go live.');
  const { release: after } = await waitForStatus(stack, 'the second release', isQuiet, 60_000);
  const known = new Set([old, (await site.send('GET', path)).body]);

  let isOver = false;
  let requests = 0;
  const failures: string[] = [];
  const seen = new Set<string>();
  const visit = async () => {
    while (!isOver) {
      requests += 1;
      const reply = await site.send('GET', path).catch((error: unknown) => String(error));
      if (typeof reply === 'string') failures.push(reply);
      else if (reply.status !== 200) failures.push(`status ${reply.status}`);
      else if (!known.has(reply.body)) failures.push('a page of neither release');
      else seen.add(reply.body);
    }
  };
  const visiting = Promise.all(Array.from({ length: visitors }, visit));
  const start = performance.now();
  const refused: string[] = [];
  let switches = 0;
  try {
    for (; switches < count && performance.now() - start < longest; switches += 1) {
      const answer = await switchTo(stack, switches % 2 === 0 ? before : after);
      if (answer !== undefined) refused.push(answer);
    }
  } finally {
    isOver = true;
    await visiting;
    site.close();
    await switchTo(stack, null);
  }
  const seconds = (performance.now() - start) / 1000;
  await waitForStatus(stack, 'the end of the pin', isQuiet, 60_000);
  return {
    wanted: count,
    switches: switches - refused.length,
    refused,
    requests,
    failed: failures.length,
    failures: [...new Set(failures)],
    versionsSeen: seen.size,
    seconds: round(seconds),
    release: (await readStatus(stack)).release,
  };
}

const isQuiet = ({
  state,
  liveGeneration,
  cmsGeneration,
}: Awaited<ReturnType<typeof readStatus>>) => state === 'idle' && liveGeneration === cmsGeneration;

/** Rolls back to a release, or lets the site follow the CMS again. @returns why it was refused */
async function switchTo(
  { publisherUrl, settings }: BenchStack,
  release: string | null,
): Promise<string | undefined> {
  const client = createHttpClient(publisherUrl, 1);
  const key = settings.environment.PUBLISHER_KEYS?.split(',')[0] ?? '';
  const reply = await client
    .send('POST', '/rollback', {
      headers: { 'x-lectern-key': key },
      body: JSON.stringify(release === null ? { resume: true } : { release }),
    })
    .catch((error: unknown) => ({ status: 0, body: String(error) }));
  client.close();
  return reply.status === 200 ? undefined : `${reply.status} ${reply.body.trim()}`;
}
