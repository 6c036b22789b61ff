import type { SiteStatus } from '../../live-status/contract';
import type { Look } from '../live-status/StateLine';
import { toClock } from '../live-status/wording';

/** The site in one line, worst news first. */
export function describeSite({
  publisher,
  failure,
  state,
  release,
  waitingCount,
  blocked,
}: SiteStatus): { look: Look; text: string; note?: string } {
  if (!publisher.isConfigured)
    return {
      look: 'unknown',
      text: 'No publisher is set up',
      note: 'Nobody can say what visitors see. Whoever runs the CMS sets PUBLISHER_URL.',
    };
  if (!publisher.isReachable)
    return {
      look: 'unknown',
      text: `Publisher unreachable since ${toClock(publisher.since)}`,
      note: 'What is published is kept and goes live once it is back. Until then nobody can say what is blocked.',
    };
  if (failure !== null)
    return {
      look: 'blocked',
      text: `The site does not follow${failure.since === null ? '' : ` since ${toClock(failure.since)}`}`,
      note: failure.message,
    };
  if (release === null) return { look: 'waiting', text: 'The first release is being made' };
  if (state === 'publishing' || waitingCount > 0) return { look: 'waiting', text: 'Publishing' };
  if (blocked.some(({ isHeld }) => isHeld))
    return { look: 'live', text: 'Everything is live but what is blocked' };
  return { look: 'live', text: 'Everything that is published is live' };
}
