import type { FileTable, ReleaseFile } from './file-table.ts';

/** What a release is, apart from its files. */
interface ReleaseFacts {
  generation: number;
  changeId: string;
  codeVersion: string;
  /** How many landing pages the content has, in all locales. */
  landingPages: number;
  /** Since when nothing names a hashed asset any more, ISO 8601 by file. */
  retired: Record<string, string>;
  /** True when every file is compressed as well as can be. */
  isFinished: boolean;
}

export interface Release extends ReleaseFacts {
  /** `00000012-g34`: number of the release and content generation. */
  id: string;
  /** The release whose content it holds: its own id, but for one that finishes another. */
  origin: string;
  /** SHA-256 over the paths and hashes of all files. */
  contentHash: string;
  /** ISO 8601. */
  time: string;
  files: FileTable;
}

export interface ReleaseChange extends ReleaseFacts {
  /** Given when the content is that of an earlier release. */
  origin?: string;
  /** Stored files by path, null for one that goes; every other file stays as it was. */
  files: ReadonlyMap<string, ReleaseFile | null>;
}

/** What the live site says of itself. */
export const aboutText = ({ id, generation, contentHash, codeVersion, time }: Release) =>
  `${JSON.stringify({ release: id, generation, contentHash, codeVersion, time })}\n`;
