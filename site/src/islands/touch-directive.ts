import type { ClientDirective } from 'astro';

const touches = ['pointerdown', 'focusin', 'keydown'] as const;

/**
 * Loads an island when somebody first touches it, or at once when the page's address already holds
 * the query parameter that the directive names. A button pressed before the code is there is
 * pressed again once the island says that it is ready.
 */
const touch: ClientDirective = (load, { value }, island) => {
  let pressed: HTMLButtonElement | null = null;
  const hold = (event: Event) => {
    pressed = event.target instanceof Element ? event.target.closest('button') : null;
  };
  const arm = () => {
    for (const name of touches) island.addEventListener(name, wake);
  };
  const wake = async () => {
    for (const name of touches) island.removeEventListener(name, wake);
    island.addEventListener('click', hold, true);
    const rest = () => island.removeEventListener('click', hold, true);
    island.addEventListener(
      'island:ready',
      () => {
        rest();
        pressed?.click();
      },
      { once: true },
    );
    try {
      await (await load())();
    } catch (error) {
      // Offline, perhaps: the next touch tries again.
      rest();
      arm();
      throw error;
    }
  };
  if (new URLSearchParams(location.search).has(value)) void wake();
  else arm();
};

export default touch;
