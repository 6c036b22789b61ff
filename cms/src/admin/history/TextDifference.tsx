import { Typography, VisuallyHidden } from '@strapi/design-system';
import { diffWordsWithSpace } from 'diff';
import { styled } from 'styled-components';

/* Underlined or struck through as well as coloured: colour alone says nothing. */
const Removed = styled.del`
  background: ${({ theme }) => theme.colors.danger100};
  text-decoration: line-through;
`;
const Added = styled.ins`
  background: ${({ theme }) => theme.colors.success100};
  text-decoration: underline;
`;

interface Props {
  before: string;
  after: string;
  /** Which of the two is shown. */
  side: 'before' | 'after';
}

/** One side of two texts, with the words and line ends marked that the other does not have. */
export function TextDifference({ before, after, side }: Props) {
  if ((side === 'before' ? before : after) === '')
    return <Typography textColor="neutral600">(empty)</Typography>;
  let position = 0;
  return (
    <>
      {diffWordsWithSpace(before, after).map(({ value, added, removed }) => {
        position += value.length;
        if (!added && !removed) return value;
        if (side === 'before' ? added : removed) return null;
        const [Mark, spoken] = added ? [Added, 'added'] : [Removed, 'removed'];
        return (
          <Mark key={position}>
            <VisuallyHidden>{`${spoken}: `}</VisuallyHidden>
            {value.replaceAll('\n', '↵\n')}
          </Mark>
        );
      })}
    </>
  );
}
