import { styled } from 'styled-components';
import type { Temporal } from 'temporal-polyfill';

/** Marks are drawn as borders, which stay where a computer shows colours of its own. */
const Frame = styled.button`
  position: relative;
  width: 100%;
  height: 30px;
  border: 1px solid transparent;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: none;
  color: ${({ theme }) => theme.colors.neutral700};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  line-height: 1;
  cursor: pointer;
  &:hover {
    background: ${({ theme }) => theme.colors.neutral150};
  }
  &:has(i) {
    padding-bottom: 7px;
    background: ${({ theme }) => theme.colors.primary100};
    color: ${({ theme }) => theme.colors.primary700};
    font-weight: ${({ theme }) => theme.fontWeights.bold};
  }
  &:has(i):hover {
    background: ${({ theme }) => theme.colors.primary200};
  }
  &[aria-current] {
    border-color: ${({ theme }) => theme.colors.neutral500};
    font-weight: ${({ theme }) => theme.fontWeights.bold};
  }
  &&[aria-pressed='true'] {
    border-color: ${({ theme }) => theme.colors.primary700};
    background: ${({ theme }) => theme.colors.buttonPrimary600};
    color: ${({ theme }) => theme.colors.buttonNeutral0};
  }
  span {
    position: absolute;
    inset: auto 0 5px;
    display: flex;
    justify-content: center;
    gap: 2px;
  }
  i {
    border: 2px solid;
    border-radius: 50%;
  }
`;

/** So many dots can be told apart at a glance. */
const dots = 3;

interface Props {
  day: Temporal.PlainDate;
  /** How many plans there are. */
  count: number;
  isToday: boolean;
  isChosen: boolean;
  /** Whether the tabulator key leads to it. */
  isReached: boolean;
  onChoose(): void;
}

/** A day of the calendar: a dot for each plan, up to three, and their number in words. */
export function DayButton({ day, count, isToday, isChosen, isReached, onChoose }: Props) {
  const name = day.toLocaleString(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const plans = count === 0 ? '' : `: ${count} ${count === 1 ? 'plan' : 'plans'}`;
  return (
    <Frame
      type="button"
      aria-label={name + plans}
      aria-current={isToday ? 'date' : undefined}
      aria-pressed={isChosen}
      tabIndex={isReached ? 0 : -1}
      onClick={onChoose}
    >
      {day.day.toLocaleString()}
      {count === 0 ? null : (
        <span>
          {Array.from({ length: Math.min(count, dots) }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: dots are all the same
            <i key={index} />
          ))}
        </span>
      )}
    </Frame>
  );
}
