import { useCallback, useEffect, useState } from 'react';

const storageKey = 'triptrip.theme';

/** The two looks of the page. */
export type Theme = 'light' | 'dark';

/** The theme that is shown, and a switch. Until somebody uses the switch, the device decides. */
export function useTheme(): { theme: Theme; toggle: () => void } {
  const [chosen, setChosen] = useState(readChosen);
  const device = useDeviceTheme();
  const theme = chosen ?? device;
  useEffect(() => {
    if (chosen === null) return;
    document.documentElement.dataset.theme = chosen;
    localStorage.setItem(storageKey, chosen);
  }, [chosen]);
  const toggle = useCallback(() => setChosen(theme === 'dark' ? 'light' : 'dark'), [theme]);
  return { theme, toggle };
}

/** Shows a theme that was chosen earlier; to be called before anything is drawn. */
export function applyChosenTheme(): void {
  const chosen = readChosen();
  if (chosen !== null) document.documentElement.dataset.theme = chosen;
}

function readChosen(): Theme | null {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : null;
}

function useDeviceTheme(): Theme {
  const [query] = useState(() => matchMedia('(prefers-color-scheme: dark)'));
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const onChange = () => setDark(query.matches);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, [query]);
  return dark ? 'dark' : 'light';
}
