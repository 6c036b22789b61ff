import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { type CalendarOptions, toCalendarFile } from './calendar-file.ts';
import { defaultChoices } from './choices.ts';
import { type Choices, planSteps } from './schedule.ts';

const steps = [
  { id: 'objects', title: 'Objects, classes; and \\ more', weeks: 1 },
  { id: 'known', title: 'Known', weeks: 3 },
  { id: 'two', title: 'Dos', weeks: 1 },
];
const options: CalendarOptions = {
  start: '2026-12-28',
  name: 'A path',
  locale: 'en',
  pageId: 'page',
  savedAt: new Date('2026-11-26T10:20:30.400Z'),
};

const write = (
  titled: readonly (typeof steps)[number][],
  choices: Partial<Choices> = {},
  changed: Partial<CalendarOptions> = {},
) => {
  const all = { ...options, ...changed };
  return toCalendarFile(
    planSteps(titled, { ...defaultChoices, ...choices, start: all.start }),
    all,
  );
};
/** What a calendar reads from a file: the file as a whole, and its events. */
const read = (file: string) => {
  // This reader takes a property that it does not know for text only where that is said.
  const typed = file.replace('X-WR-CALNAME', 'X-WR-CALNAME;VALUE=TEXT');
  const calendar = new ICAL.Component(ICAL.parse(typed));
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  return { calendar, events };
};
const octets = (line: string) => new TextEncoder().encode(line).length;

test('71: a calendar reads an event over whole days for each step that is left', () => {
  const { calendar, events } = read(write(steps, { known: ['known'] }));
  expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Lectern//Study planner//EN');
  expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('A path');
  expect(
    events.map(({ summary, startDate, endDate }) => [
      summary,
      startDate.isDate,
      startDate.toString(),
      endDate.toString(),
    ]),
  ).toEqual([
    ['1. Objects, classes; and \\ more', true, '2026-12-28', '2027-01-04'],
    ['3. Dos', true, '2027-01-04', '2027-01-11'],
  ]);
  for (const { component } of events) {
    expect(component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
    expect(String(component.getFirstPropertyValue('dtstamp'))).toBe('2026-11-26T10:20:30Z');
  }
});

const titles = {
  Arabic: 'البرمجة الكائنية، الوراثة؛ والمزيد من المواضيع المتقدمة للمطورين الجدد في بايثون',
  Chinese: '面向对象编程'.repeat(30),
  Hindi: 'वस्तु-उन्मुख प्रोग्रामिंग और बहुत कुछ'.repeat(5),
  Greek: 'Αντικειμενοστρεφής προγραμματισμός, κλάσεις· και κληρονομικότητα '.repeat(4).trim(),
  'emoji of several characters': '👩🏽‍💻 🏳️‍🌈 👨‍👩‍👧‍👦'.repeat(20),
  'characters of two and four octets': 'é𝒳'.repeat(100),
  'separators alone': ';,\\;,\\:"\'='.repeat(20),
  'what looks like an escape': 'C:\\new\\Nothing\\,;',
  'line breaks': 'one\ntwo\nthree',
  'what looks like a property': 'x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:injected',
  'one long word': 'a'.repeat(500),
};

test.each(Object.entries(titles))(
  '71: a title survives, in lines of 75 octets at most: %s',
  (_, title) => {
    const file = write([{ id: 'one', title, weeks: 1 }], {}, { name: title });
    const lines = file.split('\r\n');
    expect(Math.max(...lines.map(octets))).toBeLessThanOrEqual(75);
    expect(lines.at(-1)).toBe('');
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    // A character that was cut in two would not be the same after a way through bytes.
    for (const line of lines) expect(line.isWellFormed()).toBe(true);
    const { calendar, events } = read(file);
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe(title);
    expect(events.map(({ summary }) => summary)).toEqual([`1. ${title}`]);
  },
);

test('71: lines are as long as they may be, and a line that fits is not broken', () => {
  const full = 75 - octets('SUMMARY:1. ');
  const linesOf = (title: string) =>
    /SUMMARY.*(\r\n .*)*/.exec(write([{ id: 'one', title, weeks: 1 }]))?.[0].split('\r\n') ?? [];
  expect(linesOf('a'.repeat(full)).map(octets)).toEqual([75]);
  expect(linesOf('a'.repeat(full + 75)).map(octets)).toEqual([75, 75, 2]);
  expect(linesOf(`${'a'.repeat(full - 1)}é`).map(octets)).toEqual([74, 3]);
});

test('71: breaks of a line in other spellings become breaks, control characters go', () => {
  const { events } = read(write([{ id: 'one', title: 'a\r\nb\rc\u0000\u0007\td', weeks: 1 }]));
  expect(events[0]?.summary).toBe('1. a\nb\nc\td');
});

test('71: an event belongs to its page and step, whatever the pace, the order and the title', () => {
  const uids = (file: string) => read(file).events.map(({ uid }) => uid);
  const file = write(steps);
  expect(new Set(uids(file)).size).toBe(3);
  const slower = write(steps, { minutesADay: 15, weekdays: [2] }, { start: '2027-03-01' });
  expect(uids(slower)).toEqual(uids(file));
  const other = steps.toReversed().map((step) => ({ ...step, title: 'Renamed' }));
  expect(uids(write(other))).toEqual(uids(file).toReversed());
  expect(uids(write(steps, {}, { pageId: 'other' }))).not.toContain(uids(file)[0]);
});

test('71: a later file is the newer version of each event', () => {
  const [first, later] = ['2026-11-26T10:20:30Z', '2026-11-26T10:21:30Z'].map(
    (time) => read(write(steps, {}, { savedAt: new Date(time) })).events[0],
  );
  expect(later?.uid).toBe(first?.uid);
  expect(later?.sequence).toBeGreaterThan(first?.sequence ?? Number.POSITIVE_INFINITY);
  const farAway = read(write(steps, {}, { savedAt: new Date('2999-01-01T00:00:00Z') }));
  // What the format allows for a whole number.
  expect(farAway.events[0]?.sequence).toBeLessThan(2 ** 31);
});

test('71: the language of the product is that of the page', () => {
  expect(write(steps, {}, { locale: 'es' })).toContain('PRODID:-//Lectern//Study planner//ES\r\n');
});
