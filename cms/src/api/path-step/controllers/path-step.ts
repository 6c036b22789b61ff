import { factories } from '@strapi/strapi';

export default factories.createCoreController('api::path-step.path-step');
