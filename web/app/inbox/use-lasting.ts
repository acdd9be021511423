import { useEffect, useState } from 'react';

/** Whether something has been so without a break for longer than a moment. */
export function useLasting(isSo: boolean, momentMs: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLasts(true), momentMs);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [isSo, momentMs]);
  return lasts;
}
