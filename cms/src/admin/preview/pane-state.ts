import { useSyncExternalStore } from 'react';

export type Device = 'phone' | 'desktop';

interface PaneState {
  isOpen: boolean;
  device: Device;
}

/*
 * Strapi builds the whole edit view anew for every entry and every language; a pane that is open
 * stays so meanwhile, until the window is loaded again.
 */
let state: PaneState = { isOpen: false, device: 'desktop' };
const listeners = new Set<() => void>();

export function changePane(change: Partial<PaneState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

/** Whether the pane is open, and how wide a screen it shows. */
export const usePane = (): PaneState => useSyncExternalStore(subscribe, () => state);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
