import { useEffect } from 'react';

/** Keeps a query in the page's address, so that a reload and the way back lead to what is shown. */
export function useAddress(query: string): void {
  useEffect(() => {
    if (location.search === query) return;
    // Browsers refuse too many changes of the address at once.
    const timer = setTimeout(
      () => history.replaceState(history.state, '', query + location.hash),
      300,
    );
    return () => clearTimeout(timer);
  }, [query]);
}
