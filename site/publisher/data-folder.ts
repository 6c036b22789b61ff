import { mkdir, rm } from 'node:fs/promises';
import { keepPrivate } from '@lectern/shared-types/private-folder';
import { takeWriterLock, type WriterLock } from './releases/writer-lock.ts';
import type { PublisherSettings } from './settings.ts';
import { explainStorageFault } from './storage-fault.ts';

/** The folder in which everything is kept; what is in it can be served before it can be written. */
export interface DataFolder {
  /** Of no use before the folder is writable. */
  lock: WriterLock;
  /**
   * Makes the folder private and takes its lock, unless that is done.
   * @throws Error when it cannot be written, to be tried again
   */
  ensureWritable(): Promise<void>;
}

type Folders = Pick<PublisherSettings, 'dataFolder' | 'folder' | 'preview'>;

/** @param signal ends the waiting for another publisher */
export function openDataFolder(
  { dataFolder, folder, preview }: Folders,
  warn: (message: string) => void,
  signal: AbortSignal,
): DataFolder {
  let held: WriterLock | undefined;
  const lost = Promise.withResolvers<void>();
  const onWait = (holder: string) =>
    warn(`Another publisher (${holder}) is at work in ${folder}; this one waits for its end.`);
  const take = async (): Promise<void> => {
    keepPrivate(dataFolder);
    await mkdir(folder, { recursive: true });
    held = await takeWriterLock(folder, onWait, signal);
    held.lost.then(lost.resolve);
    // Images of drafts are copied again when they are looked at; of those from before nobody knows.
    if (preview) await rm(preview.folder, { recursive: true, force: true });
  };
  return {
    lock: {
      get folder() {
        if (held === undefined) throw new Error(`Could not write in ${folder} without its lock.`);
        return held.folder;
      },
      lost: lost.promise,
      release: async () => held?.release(),
    },
    ensureWritable: async () => {
      if (held !== undefined) return;
      await take().catch((cause: unknown) => {
        const message = explainStorageFault(cause, folder);
        throw message === undefined ? cause : new Error(message, { cause });
      });
    },
  };
}
