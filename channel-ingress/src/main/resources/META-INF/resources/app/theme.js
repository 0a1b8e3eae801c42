// Light or dark: what the system says, until the person chooses. A plain script, so that it runs before the first paint.
(function () {
  const KEY = 'moltmates.theme';
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function apply() {
    root.dataset.theme = chosen() ?? (system.matches ? 'dark' : 'light');
    for (const toggle of document.querySelectorAll('.theme-toggle')) {
      const dark = root.dataset.theme === 'dark';
      toggle.setAttribute('aria-pressed', String(dark));
      toggle.title = dark ? 'Switch to light' : 'Switch to dark';
    }
  }

  function toggle() {
    const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
    const isSystem = (next === 'dark') === system.matches;
    try {
      if (isSystem) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
    } catch { /* the choice then holds until the next load */ }
    apply();
    root.dataset.theme = next;
  }

  apply();
  system.addEventListener('change', apply);
  document.addEventListener('DOMContentLoaded', () => {
    apply();
    for (const button of document.querySelectorAll('.theme-toggle')) button.addEventListener('click', toggle);
  });
})();
