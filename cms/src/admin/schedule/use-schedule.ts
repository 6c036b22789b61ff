import { isFetchError, useFetchClient } from '@strapi/strapi/admin';
import { useCallback } from 'react';
import type { ActionName, ChosenTime, EntrySchedule, SiteSchedule } from '../../schedule/contract';
import { type Followed, useFollowed } from '../live-status/follow';
import type { PanelProps } from '../live-status/use-entry-status';

/** What is planned for the whole site; every widget shares one request. */
export const useSiteSchedule = () => useFollowed<SiteSchedule>('/schedule');

/** Does something with the plans of an entry; settles with why it could not. */
export interface ScheduleCalls {
  plan(action: ActionName, time: ChosenTime): Promise<string | undefined>;
  change(id: number, time: ChosenTime): Promise<string | undefined>;
  cancel(id: number): Promise<string | undefined>;
}

/** The plans of the entry in the form; undefined when it was never saved. */
export function useEntrySchedule({
  model,
  documentId,
  document,
}: PanelProps): { followed: Followed<EntrySchedule>; calls: ScheduleCalls } | undefined {
  const id = document?.documentId ?? documentId;
  const isSaved = id !== undefined && id !== 'create' && document?.updatedAt !== undefined;
  const path = `/schedule/${model}/${id}`;
  const query = document?.locale ? `?locale=${document.locale}` : '';
  const followed = useFollowed<EntrySchedule>(isSaved ? path + query : undefined);
  const calls = useScheduleCalls(path, query, document?.updatedAt);
  return isSaved ? { followed, calls } : undefined;
}

function useScheduleCalls(path: string, query: string, seen: string | undefined): ScheduleCalls {
  const { post, put, del } = useFetchClient();
  const toReason = useCallback(async (work: Promise<unknown>): Promise<string | undefined> => {
    try {
      await work;
      return undefined;
    } catch (error) {
      return isFetchError(error) ? error.message : String(error);
    }
  }, []);
  return {
    plan: (action, time) => toReason(post(`${path}/${action}${query}`, { ...time, seen })),
    change: (id, time) => toReason(put(`${path}/${id}${query}`, { ...time, seen })),
    cancel: (id) => toReason(del(`${path}/${id}${query}`)),
  };
}
