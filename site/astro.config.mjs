import { fileURLToPath } from 'node:url';
import react from '@astrojs/react';
import { defaultLocale, locales } from '@lectern/shared-types';
import { defineConfig, fontProviders } from 'astro/config';
import { contentFromCms } from './build/content-integration.ts';
import { rendererAdapter } from './build/renderer-adapter.ts';
import { shareImages } from './build/share-images.ts';
import { themeScriptHash } from './build/theme-script.ts';
import { touchDirective } from './build/touch-integration.ts';
import { readEnvironment } from './environment.ts';

const environment = readEnvironment(process.env);
const { isCodeOnly } = environment;
const bundleFolder = fileURLToPath(
  new URL(isCodeOnly ? './.renderer/bundle' : './.cache/build-bundle', import.meta.url),
);

// A .mjs file, so that Node.js itself loads it and the adapter can import the bundle it builds.
export default defineConfig({
  site: environment.publicSiteUrl,
  output: 'static',
  outDir: isCodeOnly ? './.renderer/assets' : './dist',
  trailingSlash: 'always',
  // Styles travel inside the page: the first round trip shows it whole.
  build: { format: 'directory', inlineStylesheets: 'always' },
  i18n: { defaultLocale, locales: [...locales], routing: { prefixDefaultLocale: false } },
  adapter: rendererAdapter({ bundleFolder, isCodeOnly }),
  integrations: [
    react(),
    touchDirective(),
    ...(isCodeOnly ? [] : [contentFromCms(environment), shareImages()]),
  ],
  fonts: [
    // Optional rather than swapped in: a late font would move the text that somebody reads.
    {
      provider: fontProviders.local(),
      name: 'Besley',
      cssVariable: '--font-display',
      fallbacks: ['serif'],
      options: {
        variants: [
          { src: ['./src/fonts/besley.woff2'], weight: 600, style: 'normal', display: 'optional' },
        ],
      },
    },
    {
      provider: fontProviders.local(),
      name: 'Hanken Grotesk',
      cssVariable: '--font-text',
      fallbacks: ['sans-serif'],
      options: {
        variants: [
          {
            src: ['./src/fonts/hanken-grotesk.woff2'],
            weight: '400 700',
            style: 'normal',
            display: 'optional',
          },
        ],
      },
    },
  ],
  security: {
    csp: {
      scriptDirective: { hashes: [themeScriptHash] },
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
