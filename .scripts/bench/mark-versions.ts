import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Connection, Models, Row } from './database.ts';
import { summarize } from './statistics.ts';

/*
 * A process of its own, started while the CMS is stopped: fills the history to the number of versions
 * named on the command line, then publishes as often as the second argument says and times how long
 * it takes to write down that the version is live. Prints the figures as JSON.
 */
interface Cms {
  db: { connection: Connection; metadata: Models };
  documents(uid: string): {
    findFirst(query: object): Promise<{ documentId: string }>;
    update(params: object): Promise<unknown>;
    publish(params: object): Promise<unknown>;
  };
}
interface View {
  isReachable: boolean;
  since: Date;
  status: object;
}

const require = createRequire(import.meta.url);
const built = join(import.meta.dirname, '..', '..', 'cms', 'dist', 'src');
const { withStrapi }: { withStrapi<Result>(work: (cms: Cms) => Promise<Result>): Promise<Result> } =
  require(join(built, 'commands', 'with-strapi.js'));
const {
  createLiveMarker,
}: { createLiveMarker(cms: Cms, url: string): (view: View) => Promise<void> } = require(
  join(built, 'live-status', 'mark-live.js'),
);
const {
  readGeneration,
}: { readGeneration(cms: Cms): Promise<{ value: number; changeId: string }> } = require(
  join(built, 'api', 'publishing', 'content-generation.js'),
);

const perEntry = 50;
/** One in so many was overtaken before anybody could see it. */
const unseenEvery = 5;
const changesKept = 10_000;
const faq = 'api::faq.faq';

async function fillHistory({ db }: Cms, wanted: number): Promise<void> {
  const entries = Array.from({ length: wanted / perEntry }, () => randomUUID().slice(0, 24));
  const rows: Row[] = [];
  for (let generation = 1; generation <= wanted; generation += 1) {
    const time = new Date(Date.now() - (wanted - generation) * 60_000);
    rows.push({
      type: faq,
      entry_id: entries[generation % entries.length],
      locale_code: 'en',
      generation,
      action: 'publish',
      title: `Question ${generation}`,
      actor: 'First Administrator',
      time,
      content: JSON.stringify({ answer: { kind: 'text', value: 'x'.repeat(1500) } }),
      live_at: generation % unseenEvery === 0 ? null : time,
      release: generation % unseenEvery === 0 ? null : `00000001-g${generation}`,
    });
  }
  await db.connection.transaction(async (connection) => {
    for (let start = 0; start < rows.length; start += 500)
      await connection('entry_versions').insert(rows.slice(start, start + 500));
    const changes = rows.slice(-changesKept).map(({ content: _, release: __, ...change }) => ({
      ...change,
      change_id: randomUUID(),
      live_at: change.time,
    }));
    await connection.raw('DELETE FROM content_changes');
    for (let start = 0; start < changes.length; start += 500)
      await connection('content_changes').insert(changes.slice(start, start + 500));
    await connection.raw(`UPDATE content_generations SET value = ${wanted}`);
  });
}

/** What the databases do by themselves after a while. */
async function tidyUp({ db: { connection } }: Cms): Promise<void> {
  const isPostgres = /^(pg|postgres)/.test(connection.client.config.client);
  await connection.raw(isPostgres ? 'VACUUM ANALYZE' : 'ANALYZE');
}

async function measure(cms: Cms, publishes: number) {
  const markLive = createLiveMarker(cms, 'http://127.0.0.1:9');
  const { documentId } = await cms.documents(faq).findFirst({ locale: 'en' });
  const requests: number[] = [];
  const marks: number[] = [];
  for (let count = 0; count <= publishes; count += 1) {
    const entry = { documentId, locale: 'en' };
    await cms.documents(faq).update({ ...entry, data: { question: `How often? ${count}` } });
    const start = performance.now();
    await cms.documents(faq).publish(entry);
    const published = performance.now();
    const { value, changeId } = await readGeneration(cms);
    const status = {
      liveGeneration: value,
      liveChangeId: changeId,
      release: `00000002-g${value}`,
      releaseTime: null,
      blocked: [],
      faults: [],
    };
    const marking = performance.now();
    await markLive({ isReachable: true, since: new Date(), status });
    // The first one warms up, and settles what was filled in.
    if (count === 0) await tidyUp(cms);
    else {
      requests.push(published - start);
      marks.push(performance.now() - marking);
    }
  }
  return { publish: summarize(requests), mark: summarize(marks) };
}

const [, , versions, publishes] = process.argv;
const result = await withStrapi(async (cms) => {
  await fillHistory(cms, Number(versions));
  return measure(cms, Number(publishes));
});
console.log(JSON.stringify(result));
process.exit();
