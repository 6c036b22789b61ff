/** As many entries as Strapi sends at once: more than any field may list. */
const most = '100';
const listOfField = /\/content-manager\/relations\/[^/]+\/[^/]+\/[^/]+$/;

/**
 * Has forms load all entries that a field lists. Strapi's load the last five: what is moved to the top
 * of these would be saved before the ones that are not shown. Strapi's client offers no place for that
 * but `fetch` itself.
 */
export function loadAllRelations(): void {
  const send = window.fetch.bind(window);
  window.fetch = (input, init) => send(typeof input === 'string' ? askForAll(input) : input, init);
}

function askForAll(address: string): string {
  const url = new URL(address, location.origin);
  if (!listOfField.test(url.pathname)) return address;
  url.searchParams.set('pageSize', most);
  return url.href;
}
