import { factories } from '@strapi/strapi';

export default factories.createCoreRouter('api::path-step.path-step', {
  only: ['find', 'findOne'],
});
