/** Lists the pages of a build; Astro provides it while it builds and documents no types for it. */
declare module 'astro:static-paths' {
  import type { AstroPrerenderer } from 'astro';

  export class StaticPaths {
    constructor(app: object);
    getAll(): ReturnType<NonNullable<AstroPrerenderer['getStaticPaths']>>;
  }
}
