import type { Server } from 'node:http';
import type { ContentSource } from '../../src/cms/load-content.ts';
import type { Renderer } from '../renderer.ts';
import type { PreviewSettings } from '../settings.ts';
import { createDraftPages } from './draft-pages.ts';
import { createPreviewServer } from './preview-server.ts';

export interface Preview {
  server: Server;
  close(): Promise<void>;
}

/** Previews of drafts: a reader, a store, a renderer, a folder and a port of their own. */
export function createPreview(
  { token: secret, url, adminUrl }: PreviewSettings,
  source: ContentSource,
  startRenderer: () => Promise<Renderer>,
  assetsFolder: string,
): Preview {
  const { mediaFolder, warn } = source;
  const drafts = createDraftPages(source, startRenderer);
  const options = { drafts, secret, url, adminUrl, assetsFolder, mediaFolder, warn };
  const server = createPreviewServer(options);
  return {
    server,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await drafts.close();
    },
  };
}
