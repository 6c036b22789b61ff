import { expect, test } from 'vitest';
import { toCalendarFile } from './calendar-file.ts';
import { defaultChoices } from './choices.ts';
import { planSteps } from './schedule.ts';

const steps = [
  { title: 'Objects, classes; and \\ more', weeks: 1 },
  { title: 'Known', weeks: 3 },
  { title: 'Dos', weeks: 1 },
];

test('has an event over whole days for each step that is left, with text escaped', () => {
  const plan = planSteps(steps, { ...defaultChoices, known: [2] });
  const file = toCalendarFile(plan, '2026-12-28', 'A path');
  expect(file).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
  expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  expect(file).toContain('SUMMARY:1. Objects\\, classes\\; and \\\\ more');
  expect(file).toContain('DTSTART;VALUE=DATE:20261228');
  expect(file).toContain('DTEND;VALUE=DATE:20270104');
  expect(file).toContain('DTSTART;VALUE=DATE:20270104');
  expect(file).not.toContain('Known');
  expect(file.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75)).toBe(
    true,
  );
});
