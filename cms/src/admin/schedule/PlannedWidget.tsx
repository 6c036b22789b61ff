import { Widget } from '@strapi/strapi/admin';
import { useEffect, useMemo, useRef, useState } from 'react';
import { styled } from 'styled-components';
import type { SiteSchedule } from '../../schedule/contract';
import { Agenda } from './Agenda';
import { PlanCalendar } from './PlanCalendar';
import { useSiteSchedule } from './use-schedule';
import { toIsoDay } from './wording';

/** Widgets are as wide as their owner draws them, whatever the window. */
const Frame = styled.div`
  container-type: inline-size;
  height: 100%;
`;

/** Where there is room beside the month, the agenda scrolls and the month stays. */
const Parts = styled.div`
  display: grid;
  gap: ${({ theme }) => theme.spaces[6]};
  @container (min-width: 440px) {
    grid-template-columns: 238px minmax(0, 1fr);
    height: 100%;
  }
`;

/** Titles run on in the line: there is not much room. The padding is for the frame of a focused one. */
const AgendaFrame = styled.section`
  position: relative;
  overflow-y: auto;
  margin-inline: -4px;
  padding-inline: 4px;
  outline: none;
  li a {
    display: inline;
  }
`;

/** A calendar of what is published and unpublished by itself, with its agenda. */
export function PlannedWidget() {
  const { data, error } = useSiteSchedule();
  if (error !== undefined)
    return <Widget.Error>{`The CMS does not answer: ${error}`}</Widget.Error>;
  if (data === undefined) return <Widget.Loading>Asking what is planned …</Widget.Loading>;
  return <Plans schedule={data} />;
}

function Plans({ schedule }: { schedule: SiteSchedule }) {
  const [chosen, setChosen] = useState<string>();
  const agenda = useRef<HTMLElement>(null);
  const { plannedTimes } = schedule;
  const counts = useMemo(() => {
    const byDay = Map.groupBy(plannedTimes, toIsoDay);
    return new Map([...byDay].map(([day, times]) => [day, times.length]));
  }, [plannedTimes]);
  // Below what has failed, which stays first, the day would be out of sight.
  useEffect(() => {
    const day = agenda.current?.querySelector('h3');
    agenda.current?.scrollTo(0, chosen === undefined ? 0 : (day?.offsetTop ?? 0));
  }, [chosen]);
  const showAll = () => {
    setChosen(undefined);
    // What had the focus is gone by then.
    agenda.current?.focus();
  };
  return (
    <Frame role="group" aria-label="Planned">
      <Parts>
        <PlanCalendar counts={counts} chosen={chosen} onChoose={setChosen} />
        <AgendaFrame ref={agenda} aria-label="Agenda" tabIndex={-1}>
          <Agenda schedule={schedule} counts={counts} chosen={chosen} onShowAll={showAll} />
        </AgendaFrame>
      </Parts>
    </Frame>
  );
}
