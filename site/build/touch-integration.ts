import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

declare module 'astro' {
  interface AstroClientDirectives {
    /** Hydrates at the first touch; the value names a query parameter that hydrates at once. */
    'client:touch'?: string;
  }
}

/** Makes `client:touch` known to components. */
export const touchDirective = (): AstroIntegration => ({
  name: 'lectern:client-touch',
  hooks: {
    'astro:config:setup': ({ addClientDirective }) => {
      addClientDirective({
        name: 'touch',
        entrypoint: fileURLToPath(new URL('../src/islands/touch-directive.ts', import.meta.url)),
      });
    },
  },
});
