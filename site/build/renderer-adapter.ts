import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AstroIntegration, AstroPrerenderer } from 'astro';

interface AdapterOptions {
  /** Folder that keeps the bundle which renders pages. */
  bundleFolder: string;
  /** Builds the bundle and the assets, but no page: for the publisher, which renders them itself. */
  isCodeOnly: boolean;
}

/** What a bundle exports; see `prerender-entry.ts`. */
interface Bundle {
  getStaticPaths: NonNullable<AstroPrerenderer['getStaticPaths']>;
  render(request: Request, routeData: unknown): Promise<Response>;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Static output through our own entry, whose bundle is kept so that pages can be rendered later. */
export function rendererAdapter({ bundleFolder, isCodeOnly }: AdapterOptions): AstroIntegration {
  let builtFolder = '';
  return {
    name: 'lectern:renderer-adapter',
    hooks: {
      'astro:config:setup': ({ command, updateConfig }) => {
        if (command !== 'build') return;
        // Self-contained: the bundle runs without node_modules and meets no other React.
        const prerender = { resolve: { noExternal: true as const, external: ['sharp'] } };
        updateConfig({ vite: { environments: { prerender } } });
      },
      'astro:config:done': ({ config, setAdapter }) => {
        const [root, out] = [config.root, config.outDir].map((url) => fileURLToPath(url));
        // Where Astro puts the bundle: below the output, unless that lies outside the project.
        builtFolder = out?.startsWith(root ?? '')
          ? join(out, '.prerender')
          : join(root ?? '', '.astro', '.prerender');
        setAdapter({
          name: 'lectern:renderer-adapter',
          entrypointResolution: 'auto',
          serverEntrypoint: here('./server-stub.ts'),
          supportedAstroFeatures: { staticOutput: 'stable', sharpImageService: 'stable' },
          adapterFeatures: { buildOutput: 'static' },
        });
      },
      'astro:build:setup': ({ vite }) => {
        // Astro leaves the input of this environment unset when an adapter prerenders.
        const build = vite.environments?.prerender?.build;
        if (build?.rolldownOptions)
          build.rolldownOptions.input = { 'prerender-entry': here('./prerender-entry.ts') };
      },
      'astro:build:start': ({ setPrerenderer }) => {
        let bundle: Bundle | undefined;
        const loaded = () => {
          if (bundle === undefined) throw new Error('The bundle is not loaded yet.');
          return bundle;
        };
        setPrerenderer(() => ({
          name: 'lectern:renderer-adapter',
          setup: async () => {
            bundle = await keepBundle(builtFolder, bundleFolder);
          },
          getStaticPaths: async () => (isCodeOnly ? [] : loaded().getStaticPaths()),
          render: (request, { routeData }) => loaded().render(request, routeData),
        }));
      },
    },
  };
}

/** Copies the bundle aside before Astro deletes it, and runs the copy. */
async function keepBundle(source: string, target: string): Promise<Bundle> {
  await rm(target, { recursive: true, force: true });
  await cp(source, target, { recursive: true });
  const entry = (await readdir(target)).find((file) => file.startsWith('prerender-entry'));
  if (entry === undefined) throw new Error(`Could not keep the renderer: no entry in ${source}.`);
  await writeFile(join(target, 'renderer.json'), JSON.stringify({ entry }));
  return import(pathToFileURL(join(target, entry)).href);
}
