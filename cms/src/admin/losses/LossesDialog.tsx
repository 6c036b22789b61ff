import { Button, Dialog, Flex, Link, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { NavLink } from 'react-router-dom';
import type { Losses } from '../../losses/contract';
import { toEditPath } from '../live-status/wording';
import { askWith } from './ask-before-losses';

/** Losses that are named; the others are counted. */
const named = 20;

interface Question {
  losses: Losses;
  answer(isMeant: boolean): void;
}

/** Asks before visitors lose something; nothing while there is nothing to ask. */
export function LossesDialog() {
  const [question, setQuestion] = useState<Question>();
  useEffect(
    () =>
      askWith(
        (losses) =>
          new Promise((resolve) => {
            const answer = (isMeant: boolean) => {
              setQuestion(undefined);
              resolve(isMeant);
            };
            setQuestion({ losses, answer });
          }),
      ),
    [],
  );
  if (question === undefined) return null;
  const { losses, answer } = question;
  const verb = verbs[losses.action];
  const others = losses.losses.length - named;
  return (
    <Dialog.Root open onOpenChange={(isOpen: boolean) => isOpen || answer(false)}>
      <Dialog.Content>
        <Dialog.Header>{titleOf(losses)}</Dialog.Header>
        <Dialog.Body>
          <Flex direction="column" alignItems="stretch" gap={3} width="100%">
            <Typography tag="p">{`What happens when you ${verb.toLowerCase()} ${losses.subject}:`}</Typography>
            <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
              {losses.losses.slice(0, named).map(({ key, text, entry }) => (
                <Typography tag="li" key={key}>
                  {text}{' '}
                  {entry ? (
                    <Link tag={NavLink} to={toEditPath(entry)} target="_blank">
                      Open it
                    </Link>
                  ) : null}
                </Typography>
              ))}
            </Flex>
            {others > 0 ? <Typography tag="p">And {others} more.</Typography> : null}
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Button variant="tertiary" fullWidth onClick={() => answer(false)}>
            Leave it as it is
          </Button>
          <Button variant="danger-light" fullWidth onClick={() => answer(true)}>
            {verb} anyway
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}

const verbs = {
  publish: 'Publish',
  unpublish: 'Unpublish',
  delete: 'Delete',
  replace: 'Replace',
} as const;

function titleOf({ action, losses }: Losses): string {
  if (action === 'replace') return 'Visitors would see another picture';
  const dead = losses.filter(({ isDeadLink }) => isDeadLink).length;
  if (dead > 0) return `${dead === 1 ? 'A link' : `${dead} links`} would lead nowhere`;
  return 'Visitors would not see it';
}
