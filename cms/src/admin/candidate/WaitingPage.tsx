import { Box, Flex, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { type ReactNode, useState } from 'react';
import type { WaitingEntry } from '../../candidate/contract';
import { MoreOf } from '../live-status/PageList';
import { BlockedPages } from './BlockedPages';
import { ChangesView } from './ChangesView';
import { FaultList } from './FaultList';
import { messageOf, useCheck, useWaitingQuery } from './use-publish-check';
import { keyOf, WaitingTable } from './WaitingTable';
import { warningOf } from './wording';

/** A page of the admin: everything that waits to be published, and what that would do to the pages. */
export function WaitingPage() {
  const { data, error } = useWaitingQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <Page.Main aria-label="What will change">
      <Page.Title>What will change</Page.Title>
      <Layouts.Header
        title="What will change"
        subtitle="Everything that waits to be published, and what readers would see."
      />
      <Layouts.Content>
        {error ? (
          <Card>
            <Typography role="alert">{messageOf(error)}</Typography>
          </Card>
        ) : data === undefined ? (
          <Card>
            <Typography role="status">Looking for changes …</Typography>
          </Card>
        ) : data.entries.length === 0 ? (
          <Card>
            <Typography role="status">Nothing waits: visitors see every change.</Typography>
          </Card>
        ) : (
          <WaitingEntries entries={data.entries} count={data.count} />
        )}
      </Layouts.Content>
    </Page.Main>
  );
}

function WaitingEntries({ entries, count }: { entries: readonly WaitingEntry[]; count: number }) {
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
          <Outcome entries={chosen} />
        )}
      </Card>
    </Flex>
  );
}

function Outcome({ entries }: { entries: readonly WaitingEntry[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const { check, error } = useCheck({
    entries: entries.map(({ link }) => link),
    isWhole,
    revision: entries[0]?.time ?? '',
  });
  if (error !== undefined) return <Typography role="alert">{error}</Typography>;
  if (check === undefined) return <Typography role="status">Looking at the pages …</Typography>;
  const warning = warningOf(check);
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      {warning === undefined ? null : (
        <Box>
          <Typography tag="p" fontWeight="bold" textColor="danger600">
            {warning}:
          </Typography>
          <BlockedPages blocked={check.blocked} />
        </Box>
      )}
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
