import type { CmsAddress } from './test-cms.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cms: CmsAddress;
  }
}
