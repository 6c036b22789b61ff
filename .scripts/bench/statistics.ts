export interface Summary {
  count: number;
  p50: number;
  p95: number;
  max: number;
}

/** Percentiles by nearest rank, of milliseconds; undefined when there are no samples. */
export function summarize(samples: readonly number[]): Summary | undefined {
  const sorted = [...samples].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const [p50, p95, max] = [at(0.5), at(0.95), at(1)];
  if (p50 === undefined || p95 === undefined || max === undefined) return undefined;
  return { count: sorted.length, p50: round(p50), p95: round(p95), max: round(max) };
}

export const round = (value: number) => Math.round(value * 10) / 10;
