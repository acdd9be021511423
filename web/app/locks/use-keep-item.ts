import { Lock, LockOpen } from 'lucide-react';
import type { MenuItem } from '../design/menu';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { wholeDocument } from './lock-part';
import { useKeeping } from './use-keeping';
import { useHasAll } from './use-locks';

/** What the menu of a document offers: to have all of it for oneself, and to release it. None for who may not edit. */
export function useKeepItem(): readonly MenuItem[] {
  const text = useTextOf();
  const { take, release } = useKeeping();
  const { trip } = useOpenTrip();
  const hasAll = useHasAll();
  if (!trip.editable) return [];
  return [
    hasAll
      ? { id: 'release', label: text('locks.release'), icon: LockOpen, onAction: () => release(wholeDocument) }
      : { id: 'keep', label: text('locks.keep'), icon: Lock, onAction: () => take(wholeDocument) },
  ];
}
