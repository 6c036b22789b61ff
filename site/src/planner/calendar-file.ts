import type { Locale } from '@lectern/shared-types';
import { addDays, type Plan, type PlannedStep } from './schedule.ts';

/** What a calendar file tells beside the plan. */
export interface CalendarOptions {
  /** ISO date of the first day. */
  start: string;
  name: string;
  locale: Locale;
  /** What identifies the page; the same step of another page is another event. */
  pageId: string;
  savedAt: Date;
}

/**
 * The plan as an iCalendar file (RFC 5545): one event over whole days for each step still to learn.
 * A step keeps its event from file to file, so that a calendar moves it where it knows it already.
 */
export function toCalendarFile({ steps }: Plan, options: CalendarOptions): string {
  const { name, locale } = options;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Lectern//Study planner//${locale.toUpperCase()}`,
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${toText(name)}`,
    ...steps.filter((step) => !step.isKnown).flatMap((step) => toEvent(step, options)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function toEvent(step: PlannedStep, { start, pageId, savedAt }: CalendarOptions): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${pageId}-${step.id}@lectern`,
    // Grows from file to file. Seconds would be more than the format allows from 2038 on.
    `SEQUENCE:${Math.floor(savedAt.getTime() / 60_000)}`,
    `DTSTAMP:${savedAt.toISOString().replace(/[-:]|\.\d+/g, '')}`,
    `DTSTART;VALUE=DATE:${toDate(addDays(start, step.firstDay))}`,
    // The end of an event over whole days is the first day after it.
    `DTEND;VALUE=DATE:${toDate(addDays(start, step.lastDay + 1))}`,
    `SUMMARY:${toText(`${step.position}. ${step.title}`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

const toDate = (date: string) => date.replaceAll('-', '');

/** Text as a value: its separators escaped, without the control characters that no value may hold. */
const toText = (text: string) =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/(?!\t)\p{Cc}/gu, '');

const octetsOfLine = 75;
const encoder = new TextEncoder();

/** Breaks a line into ones of 75 octets at most, never within a character. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > octetsOfLine) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
