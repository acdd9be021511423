import { useCallback, useEffect, useState } from 'react';
import { applyTheme, readChosenTheme, rememberTheme, type Theme } from './chosen-theme';

/** The theme that is shown, and a switch. Until somebody uses the switch, the device decides. */
export function useTheme(): { theme: Theme; toggle: () => void } {
  const [chosen, setChosen] = useState(readChosenTheme);
  const device = useDeviceTheme();
  const theme = chosen ?? device;
  useEffect(() => {
    if (chosen === null) return;
    applyTheme(chosen);
    rememberTheme(chosen);
  }, [chosen]);
  const toggle = useCallback(() => setChosen(theme === 'dark' ? 'light' : 'dark'), [theme]);
  return { theme, toggle };
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
