import { Flex, Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { StateLine } from '../live-status/StateLine';
import { useWaiting } from './use-publish-check';

/** How many drafts wait to be published, with the way to them; nothing when there are none. */
export function WaitingLine() {
  const { waiting } = useWaiting();
  if (waiting === undefined || waiting.count === 0) return null;
  return (
    <Flex gap={4} wrap="wrap">
      <StateLine look="modified">
        {waiting.count === 1 ? '1 draft waits' : `${waiting.count} drafts wait`} to be published
      </StateLine>
      <Link tag={NavLink} to="/what-will-change">
        What will change
      </Link>
    </Flex>
  );
}
