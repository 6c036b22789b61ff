import { copyFile, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Content } from '../src/content/content.ts';
import { allRoutes } from '../src/content/routes.ts';
import { drawShareImage } from '../src/share-image/draw-share-image.ts';
import { type ShareImage, shareImageOf, shareImagePath } from '../src/share-image/share-image.ts';

/** Writes the share image of every page, after a build. */
export function shareImages(): AstroIntegration {
  const cache = fileURLToPath(new URL('../.cache/share/', import.meta.url));
  return {
    name: 'lectern:share-images',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const images = sharedImages();
        for (const [path, image] of images)
          await provideShareImage(image, cache, join(fileURLToPath(dir), path));
        logger.info(`${images.size} share images`);
      },
    },
  };
}

/** What every page of the site shows when it is shared, by path of the image. */
export function sharedImages(content?: Content): Map<string, ShareImage> {
  const images = new Map<string, ShareImage>();
  for (const route of allRoutes(content).values()) {
    if (route.kind === 'redirect') continue;
    const image = shareImageOf(route);
    images.set(shareImagePath(image), image);
  }
  return images;
}

/** Writes an image to `target`, drawn only when the folder `cache` does not have it yet. */
export async function provideShareImage(image: ShareImage, cache: string, target: string) {
  const kept = join(cache, basename(shareImagePath(image)));
  const isKept = await stat(kept).then(
    () => true,
    () => false,
  );
  if (!isKept) {
    await mkdir(cache, { recursive: true });
    const part = `${kept}.${process.pid}.part`;
    await writeFile(part, await drawShareImage(image));
    await rename(part, kept);
  }
  await mkdir(dirname(target), { recursive: true });
  await copyFile(kept, target);
}
