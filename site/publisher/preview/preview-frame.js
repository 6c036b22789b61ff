/*
 * Runs in every previewed page: does what the admin beside it asks for, and tells it what is shown.
 * Embedded as it stands.
 */
{
  const { admin, ...shown } = JSON.parse(
    document.getElementById('lectern-preview-state').textContent,
  );

  const partOf = (section) =>
    /^[a-z-]+$/.test(section)
      ? (document.getElementById(section) ?? document.querySelector(`.${section}`))
      : null;

  let outlined;
  /** Where the page is still scrolling to. */
  let goal;
  addEventListener('scrollend', () => {
    goal = undefined;
  });
  const show = (section) => {
    const target = partOf(section);
    if (target === null) return;
    goal = section;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    target.scrollIntoView({ behavior: isCalm ? 'auto' : 'smooth', block: 'start' });
    const outline = { outline: '3px solid #d97706', outlineOffset: '4px' };
    outlined?.cancel();
    outlined = target.animate([outline, outline, { outlineColor: 'transparent' }], 1800);
  };

  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== admin || source !== parent || typeof data !== 'object' || data === null) return;
    if (typeof data.section === 'string') show(data.section);
    if (typeof data.token === 'string') fetch('/token', { method: 'POST', body: data.token });
    if (data.refresh === true) {
      history.replaceState({ scroll: scrollY, goal }, '');
      location.reload();
    }
  });

  // Another site would not open in the admin's frame.
  addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a[href]') : null;
    if (link === null || link.origin === location.origin) return;
    link.target = '_blank';
    link.rel = 'noreferrer';
  });

  const tell = (message) => {
    if (parent !== window) parent.postMessage({ source: 'lectern-preview', ...message }, admin);
  };

  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') tell({ key });
  });

  addEventListener('load', () => {
    const { scroll, goal: earlier } = history.state ?? {};
    if (typeof earlier === 'string')
      partOf(earlier)?.scrollIntoView({ behavior: 'instant', block: 'start' });
    else if (typeof scroll === 'number') scrollTo({ top: scroll, behavior: 'instant' });
    history.replaceState(null, '');
    tell(shown);
  });
}
