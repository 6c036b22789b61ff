import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Environment } from '../environment.ts';
import { createAsk } from '../src/cms/client.ts';
import { InvalidContentError } from '../src/cms/errors.ts';
import { type LoadedContent, loadContent } from '../src/cms/load-content.ts';
import { createMediaCache, type MediaCache } from '../src/cms/media-cache.ts';
import { readGeneration } from '../src/cms/read-content.ts';
import { setContent } from '../src/content/store.ts';

/** Fills the content store from the CMS: before a build, and in development whenever it changes. */
export function contentFromCms(environment: Environment): AstroIntegration {
  const media = createMediaCache({
    cmsUrl: environment.cmsUrl,
    folder: fileURLToPath(new URL('../.cache/media/', import.meta.url)),
    // A build has nothing else to do.
    patience: Number.POSITIVE_INFINITY,
  });
  let loaded: LoadedContent | undefined;
  return {
    name: 'lectern:content-from-cms',
    hooks: {
      'astro:build:start': async ({ logger }) => {
        loaded = await load(environment, media, (message) => logger.warn(message));
        const { content } = loaded;
        const pages = [...content.locales.values()].map((locale) => locale.LandingPage.size);
        logger.info(
          `content generation ${content.generation}: ${pages.reduce((sum, count) => sum + count, 0)} landing pages in ${pages.length} locales`,
        );
      },
      'astro:build:done': async ({ dir }) => {
        for (const { path, file } of loaded?.media ?? []) {
          const target = join(fileURLToPath(dir), path);
          await mkdir(dirname(target), { recursive: true });
          await copyFile(file, target);
        }
      },
      'astro:server:setup': async ({ server, logger }) => {
        const ask = createAsk(environment.cmsUrl, environment.siteToken);
        let shown: string | undefined;
        const refresh = async () => {
          const { value, changeId } = await readGeneration(ask);
          if (changeId === shown) return;
          await load(environment, media, (message) => logger.warn(message));
          shown = changeId;
          logger.info(`content generation ${value}`);
          server.ws.send({ type: 'full-reload' });
        };
        await refresh();
        const timer = setInterval(() => {
          refresh().catch((error: unknown) => logger.error(String(error)));
        }, 2000);
        server.httpServer?.once('close', () => clearInterval(timer));
        server.middlewares.use('/media', async (request, response, next) => {
          const bytes = await readFile(join(media.folder, basename(request.url ?? ''))).catch(
            () => undefined,
          );
          if (bytes === undefined) return next();
          response.end(bytes);
        });
      },
    },
  };
}

async function load(
  { cmsUrl, siteToken }: Environment,
  media: MediaCache,
  warn: (message: string) => void,
): Promise<LoadedContent> {
  const loaded = await loadContent({ cmsUrl, token: siteToken, media, warn });
  if (loaded.issues.length > 0) throw new InvalidContentError(loaded.issues);
  setContent(loaded.content);
  return loaded;
}
