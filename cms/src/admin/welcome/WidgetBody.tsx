import { Flex } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import type { SiteStatus } from '../../live-status/contract';
import { useSiteStatus } from './use-site-status';

/** Frame of a widget that shows something of the site's status, and says so when nobody knows it. */
export function WidgetBody({ children }: { children: (site: SiteStatus) => ReactNode }) {
  const { data, error } = useSiteStatus();
  if (error !== undefined)
    return <Widget.Error>{`The CMS does not answer: ${error}`}</Widget.Error>;
  if (data === undefined) return <Widget.Loading>Asking the live site …</Widget.Loading>;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {children(data)}
    </Flex>
  );
}
