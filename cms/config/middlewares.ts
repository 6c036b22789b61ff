import { environment } from '../src/environment';

export default () => [
  'strapi::logger',
  'strapi::errors',
  'global::readable-requests',
  {
    name: 'strapi::security',
    config: {
      contentSecurityPolicy: {
        useDefaults: true,
        directives: {
          'connect-src': ["'self'"],
          'img-src': ["'self'", 'data:', 'blob:'],
          // Drafts are shown beside the form; nothing else is framed.
          'frame-src': [new URL(environment.PREVIEW_URL).origin],
          'media-src': ["'self'", 'data:', 'blob:'],
          upgradeInsecureRequests: null,
        },
      },
      frameguard: { action: 'deny' },
    },
  },
  // Only the admin calls from a browser, and it shares this origin: no other origin is allowed.
  { name: 'strapi::cors', config: { origin: [] } },
  'strapi::query',
  {
    name: 'strapi::body',
    config: {
      jsonLimit: '1mb',
      formLimit: '1mb',
      textLimit: '1mb',
      formidable: { maxFileSize: 20 * 1024 * 1024 },
    },
  },
  'strapi::session',
  'global::images-only',
  'global::inert-uploads',
  'strapi::favicon',
  'strapi::public',
];
