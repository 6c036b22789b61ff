import { createEvents, type DateArray } from 'ics';
import { addDays, type Plan } from './schedule.ts';

/**
 * The plan as an iCalendar file: one event over whole days for each step still to learn.
 * @throws Error when the plan holds nothing that a calendar can take
 */
export function toCalendarFile({ steps }: Plan, start: string, name: string): string {
  const { error, value } = createEvents(
    steps
      .filter((step) => !step.isKnown)
      .map(({ title, position, firstDay, lastDay }) => ({
        uid: `${start}-${position}-${firstDay}-${lastDay}@study-plan`,
        title: `${position}. ${title}`,
        start: toDateArray(addDays(start, firstDay)),
        // The end of an event over whole days is the first day after it.
        end: toDateArray(addDays(start, lastDay + 1)),
        busyStatus: 'FREE',
      })),
    { calName: name, productId: 'study-planner' },
  );
  if (!value) throw new Error('Could not write the calendar file.', { cause: error });
  return value;
}

function toDateArray(date: string): DateArray {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return [year, month, day];
}
