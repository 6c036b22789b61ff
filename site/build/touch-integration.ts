import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

declare module 'astro' {
  interface AstroClientDirectives {
    /** Hydrates at the first touch, or at once when there is something for its form. */
    'client:touch'?: boolean;
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
