import type { Ref } from 'react';
import { limits, names } from '../planner/choices.ts';
import { type PlannerStep, pace } from '../planner/schedule.ts';
import type { Strings } from '../strings/strings.ts';

interface Props {
  ref: Ref<HTMLFormElement>;
  steps: PlannerStep[];
  words: Strings;
  onInput: (form: HTMLFormElement) => void;
}

/** What the learner chooses. The browser keeps the values, so that none typed early is lost. */
export function PlannerForm({ ref, steps, words, onInput }: Props) {
  const number = (label: string, name: string, value: number, bounds: object) => (
    <label className="field">
      {label}
      <input type="number" inputMode="numeric" name={name} defaultValue={value} {...bounds} />
    </label>
  );
  return (
    <form
      ref={ref}
      onInput={(event) => onInput(event.currentTarget)}
      onSubmit={(event) => event.preventDefault()}
    >
      {number(words.plannerMinutes, names.minutes, pace.minutesADay, limits.minutesADay)}
      {number(words.plannerDays, names.days, pace.daysAWeek, limits.daysAWeek)}
      <label className="field">
        {words.plannerStart}
        <input type="date" name={names.start} />
      </label>
      <fieldset>
        <legend>{words.plannerKnown}</legend>
        {steps.map((step, index) => (
          <label className="known" key={step.title}>
            <input type="checkbox" name={names.known} value={index + 1} />
            {step.title}
          </label>
        ))}
      </fieldset>
    </form>
  );
}
