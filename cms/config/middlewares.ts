import { environment } from '../src/environment';

export default () => [
  'strapi::logger',
  'strapi::errors',
  'global::database-away',
  'global::readable-requests',
  'global::unnamed-proxies',
  {
    name: 'strapi::security',
    config: {
      contentSecurityPolicy: {
        useDefaults: false,
        // Texts, not lists: Strapi adds to lists what its own of the same name hold.
        directives: {
          'default-src': "'self'",
          'base-uri': "'self'",
          'connect-src': "'self'",
          'font-src': "'self' data:",
          'form-action': "'self'",
          'frame-ancestors': "'none'",
          // Drafts are shown beside the form; nothing else is framed.
          'frame-src': new URL(environment.PREVIEW_URL).origin,
          'img-src': "'self' data: blob:",
          'media-src': "'self' data: blob:",
          'object-src': "'none'",
          'script-src': "'self'",
          'script-src-attr': "'none'",
          // The admin makes its styles while it runs.
          'style-src': "'self' 'unsafe-inline'",
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
      multipart: false,
    },
  },
  'global::sent-files',
  'global::short-emails',
  'global::readable-bodies',
  // Innermost, so that those around it put in order what a failed request leaves.
  'global::failed-checks',
  'strapi::session',
  'global::inert-answers',
  'global::operation-size',
  'strapi::favicon',
  'strapi::public',
];
