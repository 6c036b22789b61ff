import react from '@astrojs/react';
import { defaultLocale, locales } from '@lectern/shared-types';
import { defineConfig } from 'astro/config';
import { contentFromCms } from './build/content-integration.ts';
import { readEnvironment } from './environment.ts';

const environment = readEnvironment(process.env);

export default defineConfig({
  site: environment.publicSiteUrl,
  output: 'static',
  trailingSlash: 'always',
  // Styles travel inside the page: the first round trip shows it whole.
  build: { format: 'directory', inlineStylesheets: 'always' },
  i18n: { defaultLocale, locales: [...locales], routing: { prefixDefaultLocale: false } },
  integrations: [react(), contentFromCms(environment)],
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
      ],
    },
  },
  devToolbar: { enabled: false },
});
