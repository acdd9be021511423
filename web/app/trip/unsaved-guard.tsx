import { type OpenTrip, useSaved } from '../../react';
import { useHoldsPage } from '../offline/safe-moment';
import { useReportUnsaved } from '../sign-in/sign-out';
import { useWarnBeforeLeaving } from './use-warn-before-leaving';

/** Keeps a person from losing what is not saved. Shows nothing: with each letter only this is drawn anew. */
export function UnsavedGuard({ trip }: { trip: OpenTrip }) {
  const saved = useSaved(trip);
  const unsaved = saved.kind === 'saved' ? 0 : saved.unsaved;
  useReportUnsaved(unsaved);
  useHoldsPage(unsaved > 0);
  // What this device keeps is there again when the trip is.
  useWarnBeforeLeaving(unsaved > 0 && trip.state.storage.kind === 'memory');
  return null;
}
