import { factories } from '@strapi/strapi';

export default factories.createCoreService('api::path-step.path-step');
