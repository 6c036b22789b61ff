/** Keeps a value in this browser unless there is one. A browser that keeps nothing goes without. */
export function remember(key: string, value: string): void {
  try {
    if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
  } catch (error) {
    // Storage that is switched off throws at the first access.
    console.warn(`Could not keep "${key}" in this browser:`, error);
  }
}
