import { useEffect, useState } from 'react';
import { type Saved, useSaved } from './use-saved';
import type { OpenTrip } from './use-trip';

/** Everything has to be saved for this long before that is said, in milliseconds. */
const settleMs = 300;

/**
 * How safe this person's edits are, told so that it does not flicker: each letter is saved before the next one comes, but
 * who goes on typing has something that is being saved. What is said errs on the careful side only.
 */
export function useSettled(trip: OpenTrip): Saved {
  const saved = useSaved(trip);
  const [wasSaving, setWasSaving] = useState(false);
  useEffect(() => {
    if (saved.kind !== 'saved') {
      setWasSaving(saved.kind === 'saving');
      return undefined;
    }
    const timer = setTimeout(() => setWasSaving(false), settleMs);
    return () => clearTimeout(timer);
  }, [saved.kind]);
  return wasSaving && saved.kind === 'saved' ? { kind: 'saving', unsaved: 0 } : saved;
}
