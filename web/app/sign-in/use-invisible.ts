import { useCallback, useState } from 'react';

const storageKey = 'triptrip.invisible';

/** Whether this person wants not to be seen by the others; kept over reloads, or a reload would show them. */
export function useInvisible(): { invisible: boolean; setInvisible: (invisible: boolean) => void } {
  const [invisible, setState] = useState(() => localStorage.getItem(storageKey) !== null);
  const setInvisible = useCallback((next: boolean) => {
    if (next) localStorage.setItem(storageKey, 'on');
    else forgetInvisible();
    setState(next);
  }, []);
  return { invisible, setInvisible };
}

/** The next person on this device chooses for themselves. */
export function forgetInvisible(): void {
  localStorage.removeItem(storageKey);
}
