import type { PublisherStatus } from '@lectern/shared-types';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  contentType: string;
  text(): Promise<string>;
  observe(status: PublisherStatus): void;
  countRefusal(): void;
}

/** Figures for Prometheus, fed by every change of the publisher's status. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  const run = new Histogram({
    name: 'lectern_run_seconds',
    help: 'Seconds from the start of a run until its release is live.',
    buckets: [0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 15, 60],
    registers,
  });
  const toLive = new Histogram({
    name: 'lectern_publish_to_live_seconds',
    help: 'Seconds from the commit of a publish in the CMS until the live site was seen to show it.',
    buckets: [0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 15, 60],
    registers,
  });
  const pages = new Counter({
    name: 'lectern_pages_rendered_total',
    help: 'Pages rendered.',
    registers,
  });
  const failures = new Counter({
    name: 'lectern_failures_total',
    help: 'Runs that failed.',
    registers,
  });
  const lag = new Gauge({
    name: 'lectern_generation_lag',
    help: 'Content generations that the live site is behind the CMS.',
    registers,
  });
  const blocked = new Gauge({
    name: 'lectern_pages_blocked',
    help: 'Pages that stay at their last good version.',
    registers,
  });
  const refusals = new Counter({
    name: 'lectern_messages_refused_total',
    help: 'Messages whose signature or time was not right.',
    registers,
  });
  let lastRun: string | undefined;
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    countRefusal: () => refusals.inc(),
    observe: (status) => {
      lag.set(lagOf(status));
      blocked.set(status.blockedPages);
      if (status.state === 'failing') failures.inc();
      const [latest] = status.runs;
      if (latest === undefined || latest.time === lastRun) return;
      lastRun = latest.time;
      pages.inc(latest.rendered);
      if (latest.toLive !== null) toLive.observe(latest.toLive / 1000);
      run.observe(Object.values(latest.timings).reduce((sum, part) => sum + part, 0) / 1000);
    },
  };
}

/** At least one where the two are of different histories, whatever their numbers. */
function lagOf(status: PublisherStatus): number {
  if (status.cmsChangeId === status.liveChangeId) return 0;
  return Math.max(1, (status.cmsGeneration ?? 0) - (status.liveGeneration ?? 0));
}
