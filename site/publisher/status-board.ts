import type { PublisherStateName, PublisherStatus } from '@lectern/shared-types';
import type { Generation } from '../src/cms/read-content.ts';
import type { PublisherState } from './publisher-state.ts';
import type { Release } from './releases/release.ts';
import { toWaitingRemovals } from './removals.ts';

type Run = PublisherStatus['runs'][number];

/** What only the publisher itself knows of how far it has come. */
interface Facts {
  failure: PublisherStatus['failure'];
  /** The latest known of the CMS. */
  cms: Generation | undefined;
  /** The release that the live site was seen to show. */
  confirmed: Release | undefined;
}

const keptRuns = 20;

/** What the publisher says of itself, and those who listen. */
export function createStatusBoard(state: PublisherState) {
  let name: PublisherStateName = 'starting';
  const facts: Facts = { failure: null, cms: undefined, confirmed: undefined };
  const runs: Run[] = [];
  const listeners = new Set<(status: PublisherStatus) => void>();

  const status = (): PublisherStatus => {
    const { failure, cms, confirmed } = facts;
    return {
      state: name,
      liveGeneration: confirmed?.generation ?? null,
      liveChangeId: confirmed?.changeId ?? null,
      cmsGeneration: cms?.value ?? null,
      cmsChangeId: cms?.changeId ?? null,
      release: confirmed?.id ?? null,
      releaseTime: confirmed?.time ?? null,
      failure,
      blocked: state.faults.groups,
      blockedCount: state.faults.groupCount,
      blockedPages: state.faults.pageCount,
      removals: toWaitingRemovals(state.content) ?? null,
      runs,
    };
  };

  return {
    /** Written by the publisher; listeners are told with the next state. */
    facts,
    status,
    /** Goes over to a state, or stays in it, and tells the listeners everything. */
    enter: (next: PublisherStateName): void => {
      name = next;
      for (const listener of listeners) listener(status());
    },
    addRun: (run: Run): void => {
      runs.unshift(run);
      runs.length = Math.min(runs.length, keptRuns);
    },
    /** @returns how to stop that */
    subscribe: (listener: (status: PublisherStatus) => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
