import { environment, inData } from '../src/environment.js';

export default () => ({
  host: environment.HOST,
  port: environment.CMS_PORT,
  app: { keys: environment.APP_KEYS.split(',') },
  dirs: { public: inData('public') },
  transfer: { remote: { enabled: false } },
  logger: { updates: { enabled: false } },
});
