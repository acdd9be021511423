const storageKey = 'triptrip.theme';

/** The two looks of the page. */
export type Theme = 'light' | 'dark';

/** The theme that was chosen on this device; null while the device itself decides. */
export function readChosenTheme(): Theme | null {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : null;
}

export function rememberTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
}

/** Shows the page in a theme, and the browser's own bars with it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  for (const color of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    color.media = color.dataset.theme === theme ? 'all' : 'not all';
  }
}
