import { Box, Flex, Typography } from '@strapi/design-system';
import type { SiteStatus } from '../../live-status/contract';
import { PageAnchor } from '../live-status/Anchors';
import { MoreOf } from '../live-status/PageList';
import { type Look, StateLine } from '../live-status/StateLine';
import { toClock } from '../live-status/wording';
import { What } from './ChangeCells';
import { WidgetBody } from './WidgetBody';

/** What is live and since when, whether the site follows the CMS, and what is on its way. */
export function ReleaseWidget() {
  return (
    <WidgetBody>
      {(site) => (
        <>
          <SiteState site={site} />
          {site.waitingCount === 0 ? null : <Waiting site={site} />}
          {site.release === null ? null : (
            <Typography textColor="neutral600">
              {site.publisher.isReachable ? 'Release' : 'Last known release'} {site.release.id}
              {site.release.time === null ? '' : `, since ${toClock(site.release.time)}`}
            </Typography>
          )}
          <PageAnchor url={site.siteUrl}>Visit the site</PageAnchor>
        </>
      )}
    </WidgetBody>
  );
}

function SiteState({ site }: { site: SiteStatus }) {
  const { look, text, note } = describe(site);
  return (
    <Box role="status">
      <StateLine look={look}>{text}</StateLine>
      {note === undefined ? null : <Typography>{note}</Typography>}
    </Box>
  );
}

function Waiting({ site: { waiting, waitingCount } }: { site: SiteStatus }) {
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Typography tag="h3" fontWeight="bold">
        Not live yet
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {waiting.map((change) => (
          <Box tag="li" key={change.generation}>
            <Typography>
              <What change={change} />
            </Typography>
          </Box>
        ))}
      </Flex>
      <MoreOf count={waitingCount - waiting.length} what="changes" />
    </Flex>
  );
}

/** The site in one line, worst news first. */
function describe({ publisher, failure, state, release, waitingCount, blockedCount }: SiteStatus): {
  look: Look;
  text: string;
  note?: string;
} {
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
      note: 'What is published is kept and goes live once it is back.',
    };
  if (failure !== null)
    return {
      look: 'blocked',
      text: `The site does not follow${failure.since === null ? '' : ` since ${toClock(failure.since)}`}`,
      note: failure.message,
    };
  if (release === null) return { look: 'waiting', text: 'The first release is being made' };
  if (state === 'publishing' || waitingCount > 0) return { look: 'waiting', text: 'Publishing' };
  if (blockedCount > 0) return { look: 'live', text: 'Everything is live but what is blocked' };
  return { look: 'live', text: 'Everything that is published is live' };
}
