import type { Locale } from '@lectern/shared-types';
import { useEffect, useRef, useState } from 'react';
import { toCalendarFile } from '../planner/calendar-file.ts';
import {
  defaultChoices,
  names,
  type ReadChoices,
  readChoices,
  toQuery,
} from '../planner/choices.ts';
import { type PlannerStep, planSteps } from '../planner/schedule.ts';
import { strings } from '../strings/strings.ts';
import { adoptForm, findSentForm } from './adopt-form.ts';
import { fillForm } from './fill-form.ts';
import { PlannerForm } from './PlannerForm.tsx';
import { PlanResult } from './PlanResult.tsx';
import { useAddress } from './use-address.ts';

interface Props {
  /** Document id of the page. */
  pageId: string;
  title: string;
  steps: PlannerStep[];
  locale: Locale;
}

const untouched: ReadChoices = { choices: defaultChoices, refused: new Set() };

const readFrom =
  (form: HTMLFormElement) =>
  ({ choices }: ReadChoices) =>
    readChoices(new FormData(form), choices);

/** Lays the steps of a path on the calendar of one learner. */
export default function StudyPlanner({ pageId, title, steps, locale }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [sentForm] = useState(findSentForm);
  const [{ choices, refused }, setRead] = useState(untouched);
  const plan = planSteps(steps, choices);
  useAddress(toQuery(choices));

  useEffect(() => {
    if (form.current === null) return;
    if (sentForm !== null) adoptForm(sentForm, form.current);
    const link = new URLSearchParams(location.search);
    setRead(({ choices }) => readChoices(link, choices));
    fillForm(form.current, link);
    const start = form.current.elements.namedItem(names.start);
    // A date of which only the day was typed yet counts as empty, too, and as bad input.
    if (
      start instanceof HTMLInputElement &&
      start.value === '' &&
      !start.validity.badInput &&
      !link.get(names.start)
    )
      start.value = today();
    // The form is read rather than reset: it may hold what was entered before this code arrived.
    setRead(readFrom(form.current));
    form.current.dispatchEvent(new Event('island:ready', { bubbles: true }));
  }, [sentForm]);

  const saveFile = () => {
    const text = toCalendarFile(plan, {
      start: choices.start === '' ? today() : choices.start,
      name: title,
      locale,
      pageId,
      savedAt: new Date(),
    });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }));
    link.download = `${strings[locale].plannerFile}.ics`;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  return (
    <div className="planner">
      <PlannerForm
        ref={form}
        steps={steps}
        locale={locale}
        choices={choices}
        refused={refused}
        onInput={(form) => setRead(readFrom(form))}
      />
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

/** Today where the learner is. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
