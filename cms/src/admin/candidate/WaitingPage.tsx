import { Box, Flex, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { type ReactNode, useState } from 'react';
import type { Waiting, WaitingEntry } from '../../candidate/contract';
import { MoreOf } from '../live-status/PageList';
import { BlockingWarning, HindranceLine } from './BlockedPages';
import { ChangesView } from './ChangesView';
import { CheckFailure } from './CheckFailure';
import { FaultList } from './FaultList';
import { useCheck, useWaiting } from './use-publish-check';
import { keyOf, WaitingTable } from './WaitingTable';

/** A page of the admin: everything that waits to be published, and what that would do to the pages. */
export function WaitingPage() {
  const { waiting, error, release } = useWaiting();
  return (
    <Page.Main aria-label="What will change">
      <Page.Title>What will change</Page.Title>
      <Layouts.Header
        title="What will change"
        subtitle="Everything that waits to be published, and what readers would see."
      />
      <Layouts.Content>
        {error !== undefined ? (
          <Card>
            <Typography role="alert">{error}</Typography>
          </Card>
        ) : waiting === undefined ? (
          <Card>
            <Typography role="status">Looking for changes …</Typography>
          </Card>
        ) : waiting.entries.length === 0 ? (
          <Card>
            <Typography role="status">Nothing waits: visitors see every change.</Typography>
          </Card>
        ) : (
          <WaitingEntries waiting={waiting} release={release} />
        )}
      </Layouts.Content>
    </Page.Main>
  );
}

interface WaitingEntriesProps {
  waiting: Waiting;
  /** The live release, which what is chosen is compared with. */
  release: string | undefined;
}

function WaitingEntries({ waiting: { entries, count }, release }: WaitingEntriesProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = entries.filter((entry) => !left.has(keyOf(entry)));
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Card title="What waits">
        <WaitingTable entries={entries} left={left} onChange={setLeft} />
        <MoreOf count={count - entries.length} what="entries" />
      </Card>
      <Card title="What readers would see">
        {chosen.length === 0 ? (
          <Typography role="status">Choose what is to be published.</Typography>
        ) : (
          <Outcome entries={chosen} release={release} />
        )}
      </Card>
    </Flex>
  );
}

interface OutcomeProps {
  entries: readonly WaitingEntry[];
  release: string | undefined;
}

function Outcome({ entries, release }: OutcomeProps) {
  const [isWhole, setIsWhole] = useState(false);
  const { check, error, retry } = useCheck({
    entries: entries.map(({ link }) => link),
    isWhole,
    revision: `${release} ${entries[0]?.time}`,
  });
  if (error !== undefined) return <CheckFailure error={error} onRetry={retry} />;
  if (check === undefined) return <Typography role="status">Looking at the pages …</Typography>;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <HindranceLine check={check} />
      <BlockingWarning check={check} />
      {check.faults.length === 0 ? null : <FaultList faults={check.faults} />}
      <ChangesView check={check} onWhole={() => setIsWhole(true)} />
    </Flex>
  );
}

function Card({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <Box background="neutral0" padding={6} hasRadius shadow="tableShadow">
      {title === undefined ? null : (
        <Typography tag="h2" variant="beta" paddingBottom={4}>
          {title}
        </Typography>
      )}
      {children}
    </Box>
  );
}
