import { useCallback } from 'react';
import { type OpenTrip, useSettled } from '../../react';
import { useHoldsPage } from '../offline/safe-moment';
import { useReportUnsaved } from '../sign-in/sign-out';
import { useWarnBeforeLeaving } from './use-warn-before-leaving';

/** Keeps a person from losing what is not saved. Shows nothing: only this is drawn anew when that changes. */
export function UnsavedGuard({ trip }: { trip: OpenTrip }) {
  const { session, state } = trip;
  const saved = useSettled(trip);
  const isUnsaved = saved.kind !== 'saved' && saved.unsaved > 0;
  useReportUnsaved(useCallback(() => session.state.unsaved, [session]));
  useHoldsPage(isUnsaved);
  // What this device keeps is there again when the trip is.
  useWarnBeforeLeaving(isUnsaved && state.storage.kind === 'memory');
  return null;
}
