/** Says to all tabs of this browser that a form is open, until the signal comes. */
export const holdOpen = (name: string, closing: AbortSignal): void =>
  void whenLocked(
    name,
    'exclusive',
    closing,
    () => new Promise((resolve) => closing.addEventListener('abort', resolve)),
  );

/** Calls back once no tab has the form open, unless the signal comes before. */
export const whenEnded = (name: string, closing: AbortSignal, callBack: () => void): void =>
  void whenLocked(name, 'shared', closing, callBack);

/** A browser without locks, as on an address without TLS, does not tell what is open: nothing is waited for. */
async function whenLocked(
  name: string,
  mode: LockMode,
  signal: AbortSignal,
  work: () => unknown,
): Promise<void> {
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return void work();
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return work();
  };
  try {
    await locks.request(name, { mode, signal }, begin);
  } catch (error) {
    if (hasBegun) throw error;
    // Refused with the storage, where that is switched off.
    if (!signal.aborted) work();
  }
}
