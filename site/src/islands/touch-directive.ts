import type { ClientDirective } from 'astro';

/** Milliseconds after which somebody who waits for the code is told so. */
const patience = 4_000;

/**
 * Loads an island when somebody first touches it, which scrolling over it does not, or at once when
 * there is something in its form or for it: the browser has filled it again, or the page's address
 * has a parameter of the name of one of its fields. A button pressed before the code is there is
 * pressed again once the island says that it is ready. The notice after the island says when the
 * code does not come.
 */
const touch: ClientDirective = (load, _options, island) => {
  // A page that arrives slowly may end with the island for now: the notice is looked up when needed.
  const setNotice = (isHidden: boolean) => {
    island.nextElementSibling?.firstElementChild?.toggleAttribute('hidden', isHidden);
  };
  let pressed: HTMLButtonElement | null = null;
  let timer = 0;
  const wake = async () => {
    if (timer !== 0) return;
    timer = window.setTimeout(setNotice, patience, false);
    await (await load())();
  };
  island.addEventListener('focusin', wake);
  island.addEventListener('click', ({ target }) => {
    pressed = (target as Element).closest('button');
    void wake();
  });
  island.addEventListener(
    'island:ready',
    () => {
      clearTimeout(timer);
      setNotice(true);
      pressed?.click();
    },
    { once: true },
  );
  // Astro tells of a failure by this event alone, after one more attempt. The next touch tries again.
  island.addEventListener('astro:hydration-error', () => {
    clearTimeout(timer);
    timer = 0;
    pressed = null;
    setNotice(false);
  });
  const inputs = [...island.querySelectorAll('input')];
  const isEntered = (input: HTMLInputElement) =>
    input.value !== input.defaultValue || input.checked !== input.defaultChecked;
  // A browser may remember that code could not be loaded, and an old page names code that is gone:
  // a fresh page does neither. What was entered goes with its address.
  document.addEventListener('click', ({ target }) => {
    if (!navigator.onLine || !(target as Element).closest('.missing button')) return;
    const query = new URLSearchParams(location.search);
    const form = new FormData(island.querySelector('form') ?? undefined);
    for (const { name } of inputs.filter(isEntered)) {
      query.delete(name);
      for (const text of form.getAll(name)) query.append(name, String(text));
    }
    history.replaceState(null, '', `?${query}${location.hash}`);
    location.reload();
  });
  const link = new URLSearchParams(location.search);
  if (inputs.some((input) => isEntered(input) || link.has(input.name))) void wake();
};

export default touch;
