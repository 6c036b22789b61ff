import { mkdirSync } from 'node:fs';
import { environment, inData } from '../src/environment';

// Strapi refuses to start without the folder of its uploads.
mkdirSync(inData('public', 'uploads'), { recursive: true });

export default () => ({
  host: environment.CMS_HOST,
  port: environment.CMS_PORT,
  app: { keys: environment.APP_KEYS.split(',') },
  dirs: { public: inData('public') },
  // Longer than a balancer in front keeps a connection that nobody uses.
  http: { serverOptions: { keepAliveTimeout: 120_000 } },
  transfer: { remote: { enabled: false } },
  logger: { updates: { enabled: false } },
});
