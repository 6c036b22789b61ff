import { pollPause } from './live-text.ts';
import type { SizeResult } from './measure-size.ts';
import type { Summary } from './statistics.ts';

/** The figures as tables, for people; the file has them all. */
export function report(results: readonly SizeResult[]): string {
  return [
    `
Milliseconds unless they are named. "Live" is the first whole answer of the public site with the new
text, asked for again ${pollPause} ms after each answer; "since commit" counts from the arrival of the message
that the CMS sends from the commit's callback, taken by a relay in front of the publisher.`,
    ...results.map(reportSize),
  ].join('\n');
}

function reportSize(result: SizeResult): string {
  const {
    render,
    build,
    publish,
    siteWide,
    burst,
    serving,
    switching,
    checks,
    scheduled,
    history,
    versions,
  } = result;
  const rows: [string, string][] = [];
  const add = (name: string, text: string) => rows.push([name, text]);
  if (result.live !== undefined) add('English pages with the plan, live', String(result.live));
  if (render) {
    const steps = Object.entries(render.timings).map(([step, time]) => `${step} ${time}`);
    add('publisher from nothing', `${render.seconds} s, peak ${megabytes(render.peakMegabytes)}`);
    add('  its steps', steps.join(', '));
  }
  if (build) {
    const change = build.showsTheChange ? '' : ', WITHOUT the change';
    add('astro build', `${build.seconds} s, peak ${megabytes(build.peakMegabytes)}${change}`);
  }
  for (const [name, timed] of [
    ['publish of a page', publish],
    [`price on ${siteWide?.pages} pages`, siteWide],
    ['publish without history', history?.without],
    ['publish with history', history?.kept],
  ] as const) {
    if (!timed) continue;
    add(`${name}: request`, percentiles(timed.request));
    add('  request to live', percentiles(timed.live));
    add('  since commit', percentiles(timed.sinceCommit));
    add('  lost, refused', `${timed.lost}, ${timed.refused.length}`);
  }
  if (history) {
    const byRound = history.rounds.map(
      ({ without, kept }) => `${without.request?.p50}/${kept.request?.p50}`,
    );
    add('  request p50 by round, without/with', byRound.join(', '));
  }
  if (siteWide) add('  pages with the old price', String(siteWide.stale));
  if (burst) {
    const {
      publishes,
      seconds,
      editors,
      pages,
      lastCommitToLastLive,
      runs,
      failedRuns,
      lost,
      refused,
    } = burst;
    add('burst', `${publishes} publishes in ${seconds} s by ${editors} editors on ${pages} pages`);
    add('  last commit to last live', String(lastCommitToLastLive ?? 'never'));
    add('  runs of the publisher, failed', `${runs}, ${failedRuns.length}`);
    add('  pages lost, publishes refused', `${lost.length}, ${refused.length}`);
  }
  if (switching) {
    const { switches, wanted, seconds, requests, failed, refused } = switching;
    add('switches', `${switches} of ${wanted} in ${seconds} s, ${refused.length} refused`);
    add('  requests meanwhile, failed', `${requests}, ${failed}`);
  }
  if (scheduled) {
    add('planned publish: its time to live', percentiles(scheduled.live));
    add('  lost', String(scheduled.lost));
  }
  if (versions) {
    add(`publish with ${versions.count} versions kept`, percentiles(versions.publish));
    add('  to mark it live', percentiles(versions.mark));
  }
  if (checks) {
    const { ofPage, ofPlan, ofAll, waiting } = checks;
    add(`what will change on ${ofPage.pages} pages`, percentiles(ofPage.times));
    add(`what will change on ${ofPlan.pages} pages`, percentiles(ofPlan.times));
    add(`what will change on all ${ofAll.pages} pages`, `${ofAll.seconds} s`);
    add('what waits', percentiles(waiting));
  }
  for (const {
    server,
    encoding,
    requestsPerSecond,
    p99,
    failed,
    loadGenerator,
  } of serving?.served ?? [])
    add(
      `${server}, ${encoding}`,
      `${requestsPerSecond} requests/s, p99 ${p99}, ${failed} failed (wrk ${Math.round(loadGenerator * 100)} % of a core)`,
    );
  if (serving?.missing.length) add('not installed', serving.missing.join(', '));
  if (rows.length === 0) add('not finished', '');
  for (const failure of result.failures) add('FAILED', failure);
  const width = Math.max(...rows.map(([name]) => name.length));
  const seeded =
    (result.pages ?? result.wanted) === result.wanted
      ? ''
      : ` (wanted: ${result.wanted}; the demo content has more)`;
  return [
    `\n${result.pages ?? result.wanted} landing pages${seeded}`,
    ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
  ].join('\n');
}

const percentiles = (summary: Summary | undefined) =>
  summary
    ? `p50 ${summary.p50}, p95 ${summary.p95}, max ${summary.max} (${summary.count})`
    : 'none';

const megabytes = (value: number | undefined) => (value === undefined ? 'unknown' : `${value} MB`);
