import type { Locale } from '@lectern/shared-types';
import type { Ref } from 'react';
import { limits, names, type ReadChoices } from '../planner/choices.ts';
import { type PlannerStep, pace, weekdays } from '../planner/schedule.ts';
import { strings } from '../strings/strings.ts';
import { formatDate, weekdayNames } from '../text/format.ts';

interface Props extends ReadChoices {
  ref: Ref<HTMLFormElement>;
  steps: PlannerStep[];
  locale: Locale;
  onInput: (form: HTMLFormElement) => void;
}

/** What the learner chooses. The browser keeps the values, so that none typed early is lost. */
export function PlannerForm({ ref, steps, locale, choices, refused, onInput }: Props) {
  const words = strings[locale];
  const { minutesADay, start } = limits;
  const dayNames = weekdayNames(locale);
  /** Says what is allowed, and what the plan goes on with, once something else was entered. */
  const remark = (name: string, allowed: string) =>
    refused.has(name) && (
      <small id={`planner-${name}`} role="alert">
        {allowed}
      </small>
    );
  const refusal = (name: string) =>
    refused.has(name) ? { 'aria-invalid': true, 'aria-describedby': `planner-${name}` } : {};
  return (
    <form
      ref={ref}
      onInput={(event) => onInput(event.currentTarget)}
      onSubmit={(event) => event.preventDefault()}
    >
      <div className="field">
        <label>
          {words.plannerMinutes}
          <input
            type="number"
            inputMode="numeric"
            name={names.minutes}
            defaultValue={pace.minutesADay}
            // Otherwise scrolling over the field changes the number in it.
            onWheel={(event) => event.currentTarget.blur()}
            {...minutesADay}
            {...refusal(names.minutes)}
          />
        </label>
        {remark(
          names.minutes,
          words.plannerMinutesAllowed(minutesADay.min, minutesADay.max, choices.minutesADay),
        )}
      </div>
      <div className="field">
        <label>
          {words.plannerStart}
          <input type="date" name={names.start} {...start} {...refusal(names.start)} />
        </label>
        {remark(
          names.start,
          words.plannerStartAllowed(formatDate(start.min, locale), formatDate(start.max, locale)),
        )}
      </div>
      <fieldset className="days">
        <legend>{words.plannerDays}</legend>
        {weekdays.map((day) => (
          // Browsers may abbreviate otherwise than the server did, whose name then stays.
          <label key={day} suppressHydrationWarning>
            <input
              type="checkbox"
              name={names.days}
              value={day}
              defaultChecked
              {...refusal(names.days)}
            />
            {dayNames[day - 1]}
          </label>
        ))}
        {remark(names.days, words.plannerDaysAllowed)}
      </fieldset>
      <fieldset>
        <legend>{words.plannerKnown}</legend>
        {steps.map(({ id, title }) => (
          <label key={id}>
            <input type="checkbox" name={names.known} value={id} />
            {title}
          </label>
        ))}
      </fieldset>
    </form>
  );
}
