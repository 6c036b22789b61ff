import { createHash } from 'node:crypto';
import { type ContentType, nameEntry, titleOf } from '@lectern/shared-types';
import type { Loss } from './contract';

/** An entry as an editor knows it. */
export const nameOf = (
  type: ContentType,
  row: { documentId: string; locale?: string | null },
): string => nameEntry({ type, entry: titleOf(type, row), locale: row.locale ?? null });

/** Names what is lost by what it consists of, and says nothing of it. */
export const toKey = (parts: readonly unknown[]): string => hashOf(parts.join(' '));

/** Names an action with all that is lost by it. */
export const toToken = (action: string, losses: readonly Loss[]): string =>
  hashOf(JSON.stringify([action, ...losses.map(({ key }) => key)].toSorted()));

const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 32);
