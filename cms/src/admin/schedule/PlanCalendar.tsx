import { Flex, IconButton, Typography } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { styled } from 'styled-components';
import { Temporal } from 'temporal-polyfill';
import { DayButton } from './DayButton';
import { firstDayOfWeek, toDayByKey, toWeek, toWeeks } from './month';
import { ownTimeZone } from './time-zone';

const Grid = styled.table`
  width: 100%;
  table-layout: fixed;
  border-collapse: collapse;
  th {
    height: 24px;
    text-align: center;
    vertical-align: middle;
  }
  td {
    padding: 1px;
  }
`;

interface Props {
  /** How many plans there are, by day: `2026-03-29`. */
  counts: ReadonlyMap<string, number>;
  /** `2026-03-29`, undefined while no day is chosen. */
  chosen: string | undefined;
  onChoose(day: string | undefined): void;
}

/** A month, with the days on which something is planned. A day that is chosen again is let go. */
export function PlanCalendar({ counts, chosen, onChoose }: Props) {
  const today = Temporal.Now.plainDateISO(ownTimeZone().timeZone);
  const [reached, setReached] = useState(today);
  const grid = useRef<HTMLTableElement>(null);
  const monthId = useId();
  const firstDay = firstDayOfWeek(Intl.DateTimeFormat().resolvedOptions().locale);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const day = toDayByKey(reached, event, firstDay);
    if (day === undefined) return;
    event.preventDefault();
    // Its button may be of another month, which has to be there to be focused.
    flushSync(() => setReached(day));
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  };
  const choose = (day: Temporal.PlainDate) => {
    setReached(day);
    onChoose(chosen === String(day) ? undefined : String(day));
  };
  return (
    <div>
      <Flex justifyContent="space-between" paddingLeft={2}>
        <Typography tag="h3" id={monthId} aria-live="polite" fontWeight="bold">
          {toMonthName(reached)}
        </Typography>
        <Flex gap={1}>
          <IconButton
            size="XS"
            variant="ghost"
            label="Previous month"
            onClick={() => setReached(reached.subtract({ months: 1 }))}
          >
            <ChevronLeft />
          </IconButton>
          <IconButton
            size="XS"
            variant="ghost"
            label="Next month"
            onClick={() => setReached(reached.add({ months: 1 }))}
          >
            <ChevronRight />
          </IconButton>
        </Flex>
      </Flex>
      <Grid ref={grid} role="grid" aria-labelledby={monthId} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {toWeek(today, firstDay).map((day) => (
              <Typography
                tag="th"
                scope="col"
                key={day.dayOfWeek}
                variant="pi"
                textColor="neutral600"
                aria-label={day.toLocaleString(undefined, { weekday: 'long' })}
              >
                {day.toLocaleString(undefined, { weekday: 'narrow' })}
              </Typography>
            ))}
          </tr>
        </thead>
        <tbody>
          {toWeeks(reached, firstDay).map((week) => (
            <tr key={String(week.find((day) => day !== null))}>
              {week.map((day, weekday) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a week has a place for each weekday
                <td key={weekday}>
                  {day === null ? null : (
                    <DayButton
                      day={day}
                      count={counts.get(String(day)) ?? 0}
                      isToday={day.equals(today)}
                      isChosen={chosen === String(day)}
                      isReached={day.equals(reached)}
                      onChoose={() => choose(day)}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Grid>
    </div>
  );
}

/* Of the calendar that is drawn, also where people count months by another one. */
const toMonthName = (day: Temporal.PlainDate) =>
  day.toLocaleString(undefined, { month: 'long', year: 'numeric', calendar: 'gregory' });
