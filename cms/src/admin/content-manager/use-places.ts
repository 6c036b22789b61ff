import { getFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import type { ListPlaces } from '../../live-status/contract';

/** Where one entry stands. */
export interface Places {
  places: { page: string; position: number }[];
  /** False when there may be more. */
  isComplete: boolean;
}

/** Requests of the rows of one list, which are asked together. */
const waiting = new Map<string, Map<string, (places: Places | Error) => void>>();

/** Where one entry of a list stands; undefined until that is known. */
export function usePlaces(
  uid: string,
  documentId: string,
  locale: string,
): Places | Error | undefined {
  const [places, setPlaces] = useState<Places | Error>();
  useEffect(() => {
    const list = `/live-status/${uid}?locale=${locale}`;
    const rows = waiting.get(list) ?? new Map();
    if (rows.size === 0) {
      waiting.set(list, rows);
      setTimeout(() => void ask(list));
    }
    rows.set(documentId, setPlaces);
    return () => void rows.delete(documentId);
  }, [uid, documentId, locale]);
  return places;
}

async function ask(list: string): Promise<void> {
  const rows = new Map(waiting.get(list));
  waiting.delete(list);
  if (rows.size === 0) return;
  try {
    const { data } = await getFetchClient().get<ListPlaces>(`${list}&ids=${[...rows.keys()]}`);
    const { isComplete } = data;
    for (const [id, tell] of rows) tell({ places: data.places[id] ?? [], isComplete });
  } catch (error) {
    for (const tell of rows.values())
      tell(error instanceof Error ? error : new Error(String(error)));
  }
}
