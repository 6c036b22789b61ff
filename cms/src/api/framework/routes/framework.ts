import { factories } from '@strapi/strapi';

export default factories.createCoreRouter('api::framework.framework', {
  only: ['find', 'findOne'],
});
