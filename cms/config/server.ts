import { mkdirSync } from 'node:fs';
import { keepPrivate } from '@lectern/shared-types/private-folder';
import { dataFolder, environment, inData } from '../src/environment';

// Before anything is written.
keepPrivate(dataFolder);
// Strapi refuses to start without the folder of its uploads.
mkdirSync(inData('public', 'uploads'), { recursive: true });

export default () => ({
  host: environment.CMS_HOST,
  port: environment.CMS_PORT,
  // What a proxy says of a visitor's address and of TLS counts as far as proxies are known.
  proxy: {
    koa: environment.TRUSTED_PROXIES > 0,
    maxIpsCount: environment.TRUSTED_PROXIES,
  },
  app: { keys: environment.APP_KEYS },
  dirs: { public: inData('public') },
  // Longer than a balancer in front keeps a connection that nobody uses.
  http: { serverOptions: { keepAliveTimeout: 120_000 } },
  transfer: { remote: { enabled: false } },
  logger: { updates: { enabled: false } },
});
