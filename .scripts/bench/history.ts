import type { Editor } from './admin.ts';
import { measurePublishes, summarizePublishes, type TimedPublishes } from './publish-to-live.ts';
import type { BenchStack } from './stack.ts';
import type { TargetPage } from './targets.ts';

const rounds = 5;
/** Publishes after each start that are not counted: a CMS is slow until its code is warm. */
const warmUp = 20;

interface Round {
  without: TimedPublishes;
  kept: TimedPublishes;
}

/**
 * Publishes `count` times with and `count` times without history, in rounds that take turns, so that
 * whatever else the machine does meanwhile slows down both. Ends with history.
 */
export async function measureHistory(
  stack: BenchStack,
  editor: Editor,
  page: TargetPage,
  count: number,
  pages: number,
) {
  const publishWith = async (environment: Record<string, string>): Promise<TimedPublishes> => {
    await stack.stopCms();
    await stack.startCms(environment);
    await measurePublishes(stack, editor, page, warmUp, pages);
    return measurePublishes(stack, editor, page, Math.ceil(count / rounds), pages);
  };
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1)
    measured.push({
      without: await publishWith({ HISTORY_VERSIONS: '0' }),
      kept: await publishWith({}),
    });
  return {
    without: together(measured.map(({ without }) => without)),
    kept: together(measured.map(({ kept }) => kept)),
    rounds: measured,
  };
}

const together = (series: readonly TimedPublishes[]) =>
  summarizePublishes(
    series.flatMap(({ samples }) => samples),
    series.flatMap(({ refused }) => refused),
  );
