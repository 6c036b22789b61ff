import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { SiteStatus } from '../../live-status/contract';
import { WaitingLine } from '../candidate/WaitingLine';
import { PageAnchor } from '../live-status/Anchors';
import { BlockedList } from '../live-status/BlockedList';
import { MoreOf } from '../live-status/PageList';
import { type Look, StateLine } from '../live-status/StateLine';
import { toClock } from '../live-status/wording';
import { What } from './ChangeCells';
import { describeSite } from './describe-site';
import { RemovalsPart } from './RemovalsPart';
import { WidgetBody } from './WidgetBody';

/**
 * Which release is live and whether the site follows the CMS; then what is blocked, with the way to
 * what has to be changed, what is on its way, and what waits to be published.
 */
export function ReleaseWidget() {
  return (
    <WidgetBody>
      {(site) => (
        <>
          <Flex role="status" direction="column" alignItems="stretch" gap={4}>
            <SiteState site={site} />
            <BlockedPart site={site} />
          </Flex>
          {site.removals === null ? null : (
            <Part look="waiting" title="To go from the site">
              <RemovalsPart removals={site.removals} mayConfirm={site.mayConfirm} />
            </Part>
          )}
          <WaitingPart site={site} />
          <WaitingLine />
        </>
      )}
    </WidgetBody>
  );
}

function SiteState({ site }: { site: SiteStatus }) {
  const { look, text, note } = describeSite(site);
  const { release, publisher, siteUrl } = site;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <StateLine look={look}>{text}</StateLine>
      {note === undefined ? null : <Typography tag="p">{note}</Typography>}
      <Flex gap={4} wrap="wrap">
        {release === null ? null : (
          <Typography textColor="neutral600">
            {publisher.isReachable ? 'Release' : 'Last known release'} {release.id}
            {release.time === null ? '' : `, since ${toClock(release.time)}`}
          </Typography>
        )}
        <PageAnchor url={siteUrl}>Visit the site</PageAnchor>
      </Flex>
    </Flex>
  );
}

/** While the publisher cannot be reached nobody knows what is blocked. */
function BlockedPart({ site: { publisher, blocked, blockedCount } }: { site: SiteStatus }) {
  if (!publisher.isReachable || blocked.length === 0) return null;
  return (
    <Part look="blocked" title={blocked.some(({ isHeld }) => isHeld) ? 'Blocked' : 'Not right'}>
      <BlockedList blocked={blocked} />
      <MoreOf count={blockedCount - blocked.length} what="reasons" />
    </Part>
  );
}

function WaitingPart({ site: { waiting, waitingCount } }: { site: SiteStatus }) {
  if (waitingCount === 0) return null;
  return (
    <Part look="waiting" title="Not live yet">
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
    </Part>
  );
}

function Part({ look, title, children }: { look: Look; title: string; children: ReactNode }) {
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <StateLine look={look} tag="h3">
        {title}
      </StateLine>
      {children}
    </Flex>
  );
}
