import type { ItemChange } from '@lectern/shared-types';
import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { TextDifference } from '../history/TextDifference';

const Thumbnail = styled.img`
  display: block;
  max-width: 12rem;
  max-height: 9.6rem;
  margin-bottom: ${({ theme }) => theme.spaces[1]};
`;

interface Props {
  item: ItemChange;
  side: 'before' | 'after';
}

/** One side of a change: the words, with those marked that the other side does not have. */
export function ItemContentView({ item: { kind, before, after }, side }: Props) {
  const shown = side === 'before' ? before : after;
  if (shown === null) return <Typography textColor="neutral600">—</Typography>;
  const difference = (name: 'text' | 'target') => (
    <TextDifference before={before?.[name] ?? ''} after={after?.[name] ?? ''} side={side} />
  );
  if (kind === 'image')
    return (
      <>
        {shown.target === null ? null : <Thumbnail src={shown.target} alt="" />}
        {difference('text')}
      </>
    );
  return (
    <>
      {difference('text')}
      {kind === 'link' ? (
        <Typography tag="p" variant="pi" textColor="neutral600">
          leads to {difference('target')}
        </Typography>
      ) : null}
    </>
  );
}
