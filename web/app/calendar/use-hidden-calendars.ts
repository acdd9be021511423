import { useMemo, useSyncExternalStore } from 'react';
import { onChoice, readChoice, rememberChoice } from './device-choices';

/** The calendars that are not shown on this device, and the switch. */
export function useHiddenCalendars(): { hidden: ReadonlySet<string>; setHidden: (id: string, isHidden: boolean) => void } {
  const stored = useSyncExternalStore(onChoice, () => readChoice('hidden'));
  const hidden = useMemo(() => new Set((stored ?? '').split(' ').filter((id) => id !== '')), [stored]);
  const setHidden = (id: string, isHidden: boolean) => {
    const next = new Set(hidden);
    if (isHidden) next.add(id);
    else next.delete(id);
    rememberChoice('hidden', next.size === 0 ? null : [...next].join(' '));
  };
  return { hidden, setHidden };
}
