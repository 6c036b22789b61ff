import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Clock, CrossCircle, EyeStriked, Pencil, WarningCircle } from '@strapi/icons';
import type { ElementType, ReactNode } from 'react';

/** The states that something can be in, each with a drawing of its own: colour alone says nothing. */
const looks = {
  live: { Icon: CheckCircle, color: 'success600' },
  waiting: { Icon: Clock, color: 'primary600' },
  blocked: { Icon: CrossCircle, color: 'danger600' },
  draft: { Icon: EyeStriked, color: 'neutral700' },
  modified: { Icon: Pencil, color: 'secondary700' },
  unknown: { Icon: WarningCircle, color: 'warning700' },
} as const;

export type Look = keyof typeof looks;

interface Props {
  look: Look;
  /** Given where the line heads what follows. */
  tag?: ElementType;
  children: ReactNode;
}

/** One state in words, beside its drawing. */
export function StateLine({ look, tag = 'span', children }: Props) {
  const { Icon, color } = looks[look];
  return (
    <Flex gap={2} alignItems="flex-start">
      <Flex shrink={0} paddingTop="2px">
        <Icon aria-hidden fill={color} width="1.6rem" height="1.6rem" />
      </Flex>
      {/* By its text the line stands on the baseline of a row. */}
      <Typography
        tag={tag}
        fontWeight="bold"
        textColor="neutral800"
        style={{ alignSelf: 'baseline' }}
      >
        {children}
      </Typography>
    </Flex>
  );
}
