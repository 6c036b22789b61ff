import type { StrapiApp } from '@strapi/strapi/admin';
import { FollowTitle } from './FollowTitle';

export function addAddresses(app: StrapiApp): void {
  app.getPlugin('content-manager').injectComponent('editView', 'right-links', {
    name: 'lectern-FollowTitle',
    Component: FollowTitle,
  });
}
