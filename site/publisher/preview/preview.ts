import type { Server } from 'node:http';
import { join } from 'node:path';
import type { ContentSource } from '../../src/cms/load-content.ts';
import { createMediaCache } from '../../src/cms/media-cache.ts';
import type { Renderer } from '../renderer.ts';
import type { PreviewSettings } from '../settings.ts';
import { createDraftPages } from './draft-pages.ts';
import { createPreviewServer } from './preview-server.ts';

export interface Preview {
  server: Server;
  close(): Promise<void>;
}

/** Longest that an editor waits for an image, in milliseconds. */
const patience = 5_000;

/** Previews of drafts: a reader, a store, a renderer, a folder and a port of their own. */
export function createPreview(
  { token: secret, url, adminUrl, folder }: PreviewSettings,
  source: Omit<ContentSource, 'media'>,
  startRenderer: () => Promise<Renderer>,
  assetsFolder: string,
): Preview {
  const { cmsUrl, warn } = source;
  const mediaFolder = join(folder, 'media');
  const media = createMediaCache({
    cmsUrl,
    folder: mediaFolder,
    patience,
    onLoaded: () => drafts.forget(),
  });
  const drafts = createDraftPages({ ...source, media }, startRenderer);
  const options = { drafts, secret, url, adminUrl, assetsFolder, mediaFolder, warn };
  const server = createPreviewServer(options);
  return {
    server,
    close: async () => {
      server.close();
      server.closeAllConnections();
      media.close();
      await drafts.close();
    },
  };
}
