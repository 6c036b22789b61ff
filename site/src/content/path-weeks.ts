/** A step of a path on the line of its weeks. */
export interface Stretch {
  /** Weeks before it. */
  start: number;
  /** Path data in a drawing whose unit is a week and whose height is 1. */
  line: string;
}

/** Space between two steps on the line, in weeks. */
export const gap = 0.1;

export const totalWeeks = (steps: readonly { weeks: number }[]): number =>
  steps.reduce((sum, step) => sum + step.weeks, 0);

/** Lays the steps of a path one after the other. */
export function toStretches<Step extends { weeks: number }>(
  steps: readonly Step[],
): (Step & Stretch)[] {
  let end = 0;
  return steps.map((step) => {
    const start = end;
    end += step.weeks;
    return { ...step, start, line: `M${start} .5h${step.weeks - gap}` };
  });
}
