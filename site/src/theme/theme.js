{
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const kept = () => {
    try {
      return localStorage.theme;
    } catch {
      return undefined;
    }
  };
  const show = () => {
    const theme = kept();
    root.dataset.theme =
      theme === 'dark' || theme === 'light' ? theme : system.matches ? 'dark' : 'light';
  };
  show();
  system.addEventListener('change', show);
  addEventListener('storage', show);
  addEventListener('click', ({ target }) => {
    if (!(target instanceof Element && target.closest('.theme'))) return;
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    root.dataset.theme = theme;
    try {
      localStorage.theme = theme;
    } catch {}
  });
}
