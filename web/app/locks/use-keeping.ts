import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import type { LockPart } from './lock-part';

interface Keeping {
  readonly take: (part: LockPart) => void;
  readonly release: (part: LockPart) => void;
}

/** Takes and releases parts of the open document, and says so. */
export function useKeeping(): Keeping {
  const text = useTextOf();
  const showError = useShowError();
  const { locks, announce } = useOpenTrip();
  return {
    take: (part) => void locks.take(part).then(() => announce(text('locks.keptSaid')), showError),
    release: (part) => void locks.release(part).then(() => announce(text('locks.releasedSaid')), showError),
  };
}
