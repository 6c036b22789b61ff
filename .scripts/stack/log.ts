import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createStream } from 'rotating-file-stream';

/** A log file that goes on where it ended, and keeps four former ones of 10 MB each beside it. */
export interface Log {
  path: string;
  write(text: string): void;
  close(): Promise<void>;
}

const limits = { size: '10M', rotate: 4 } as const;

/** @param onFault called once with each reason why it cannot be written, which stops nothing else */
export function openLog(
  path: string,
  onFault: (cause: Error) => void,
  { size, rotate }: { size: `${number}${'K' | 'M'}`; rotate: number } = limits,
): Log {
  let told = '';
  const tellOnce = (cause: Error) => {
    if (cause.message !== told) onFault(cause);
    told = cause.message;
  };
  /** Whether the file has to be there: not before it is opened, nor while another takes its place. */
  let isOpen = false;
  const open = () => {
    isOpen = false;
    return createStream(basename(path), { path: dirname(path), size, rotate })
      .on('open', () => {
        isOpen = true;
      })
      .on('rotation', () => {
        isOpen = false;
      })
      .on('error', tellOnce);
  };
  let stream = open();
  return {
    path,
    write: (text) => {
      // What was taken away would be written on, and seen by nobody.
      if (isOpen && !existsSync(path)) stream.destroy();
      // A full disk ends the stream, too; a later line may find room again.
      if (stream.destroyed) stream = open();
      stream.write(text);
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
