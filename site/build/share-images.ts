import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { allRoutes } from '../src/content/routes.ts';
import { keepShareImage } from '../src/share-image/keep-share-image.ts';
import { type ShareImage, shareImageOf, shareImagePath } from '../src/share-image/share-image.ts';

/** Writes the share image of every page, after a build. */
export function shareImages(): AstroIntegration {
  const cache = fileURLToPath(new URL('../.cache/share/', import.meta.url));
  return {
    name: 'lectern:share-images',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const images = sharedImages();
        for (const [path, image] of images) {
          const target = join(fileURLToPath(dir), path);
          await mkdir(dirname(target), { recursive: true });
          await writeFile(target, await keepShareImage(image, cache));
        }
        logger.info(`${images.size} share images`);
      },
    },
  };
}

/** What every page of the site shows when it is shared, by path of the image. */
function sharedImages(): Map<string, ShareImage> {
  const images = new Map<string, ShareImage>();
  for (const [, route] of allRoutes()) {
    if (route.kind === 'redirect') continue;
    const image = shareImageOf(route);
    images.set(shareImagePath(image), image);
  }
  return images;
}
