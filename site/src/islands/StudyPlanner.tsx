import type { Locale } from '@lectern/shared-types';
import { useEffect, useRef, useState } from 'react';
import { defaultChoices, names, readChoices, toQuery } from '../planner/choices.ts';
import { type PlannerStep, planSteps } from '../planner/schedule.ts';
import { strings } from '../strings/strings.ts';
import { PlannerForm } from './PlannerForm.tsx';
import { PlanResult } from './PlanResult.tsx';

interface Props {
  title: string;
  steps: PlannerStep[];
  locale: Locale;
}

/** Lays the steps of a path on the calendar of one learner. */
export default function StudyPlanner({ title, steps, locale }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [choices, setChoices] = useState(defaultChoices);
  const plan = planSteps(steps, choices);

  useEffect(() => {
    if (form.current === null) return;
    const link = new URLSearchParams(location.search);
    if (link.has(names.minutes)) fillForm(form.current, link);
    const start = form.current.elements.namedItem(names.start);
    if (start instanceof HTMLInputElement && start.value === '') start.value = today();
    // The form is read rather than reset: it may hold what was entered before this code arrived.
    setChoices(readChoices(new FormData(form.current)));
    form.current.dispatchEvent(new Event('island:ready', { bubbles: true }));
  }, []);

  const read = (form: HTMLFormElement) => setChoices(readChoices(new FormData(form)));

  const saveFile = async () => {
    const { toCalendarFile } = await import('../planner/calendar-file.ts');
    const start = choices.start === '' ? today() : choices.start;
    const file = new Blob([toCalendarFile(plan, start, title)], { type: 'text/calendar' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `${strings[locale].plannerFile}.ics`;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  return (
    <div className="planner">
      <PlannerForm ref={form} steps={steps} words={strings[locale]} onInput={read} />
      <PlanResult
        plan={plan}
        choices={choices}
        locale={locale}
        link={`${toQuery(choices)}#planner`}
        onSave={saveFile}
      />
    </div>
  );
}

function fillForm(form: HTMLFormElement, link: URLSearchParams): void {
  const choices = readChoices(link);
  const values = new Map([
    [names.minutes, String(choices.minutesADay)],
    [names.days, String(choices.daysAWeek)],
    [names.start, choices.start],
  ] as [string, string][]);
  for (const input of form.querySelectorAll('input')) {
    if (input.name === names.known) input.checked = choices.known.includes(Number(input.value));
    else input.value = values.get(input.name) ?? input.value;
  }
}

/** Today where the learner is. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
