import { factories } from '@strapi/strapi';

export default factories.createCoreRouter('api::reason.reason', { only: ['find', 'findOne'] });
