import type { Locale } from '@lectern/shared-types';
import {
  addDays,
  type Choices,
  type Plan,
  type PlannedStep,
  pace,
  weekOf,
} from '../planner/schedule.ts';
import { strings } from '../strings/strings.ts';
import { formatCount, formatDate, formatNumber, formatWeeks } from '../text/format.ts';

interface Props {
  plan: Plan;
  choices: Choices;
  locale: Locale;
  /** Address of the page with these choices. */
  link: string;
  onSave: () => void;
}

/** When each step is done, how that was worked out, and the plan to take along. */
export function PlanResult({ plan, choices, locale, link, onSave }: Props) {
  const words = strings[locale];
  const { start, minutesADay, weekdays } = choices;
  const last = Math.max(...plan.steps.map((step) => step.lastDay));
  const when = (step: PlannedStep) => {
    if (step.isKnown) return words.plannerIsKnown;
    if (start !== '')
      return `${words.plannerDoneBy} ${formatDate(addDays(start, step.lastDay), locale)}`;
    return `${words.weekAbbreviation} ${weekOf(step.firstDay)}–${weekOf(step.lastDay)}`;
  };
  const number = (value: number) => formatNumber(value, locale);
  const weeks = plan.minutes / (pace.minutesADay * pace.daysAWeek);
  const sum =
    `${words.plannerArithmetic} ${formatCount(plan.minutes, words.plannerMinutesInAll, locale)} ` +
    `(${number(weeks)} × ${pace.daysAWeek} × ${pace.minutesADay}) ÷ ${minutesADay} = ` +
    `${formatCount(plan.studyDays, words.plannerStudyDays, locale)}, ${weekdays.length} ${words.plannerDaysPerWeek}`;
  return (
    <div>
      <output>
        {formatWeeks(plan.weeks, locale)}
        {start !== '' && plan.minutes > 0 && (
          <>
            , {words.plannerUntil} {formatDate(addDays(start, last), locale)}
          </>
        )}
      </output>
      <ol>
        {plan.steps.map((step) => (
          <li key={step.id}>
            <span className={step.isKnown ? 'is-known' : undefined}>{step.title}</span>{' '}
            <span>{when(step)}</span>
          </li>
        ))}
      </ol>
      <p className="sum">{sum}</p>
      <p className="act take">
        <button className="button" type="button" disabled={plan.minutes === 0} onClick={onSave}>
          {words.plannerSave}
        </button>
        <a className="button quiet" href={link}>
          {words.plannerLink}
        </a>
      </p>
    </div>
  );
}
