import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { useApiClient } from '../../../react';
import type { EventApi } from '../../../react/events';
import { useHoldsPage } from '../../offline/safe-moment';
import { useReportUnsaved } from '../../sign-in/sign-out';
import { useWarnBeforeLeaving } from '../../trip/use-warn-before-leaving';
import type { CalendarModel, EventChange, ShownMonths } from '../calendar-model';
import { type GridEdit, shownEdit } from './grid-edit';
import type { ShownEdits } from './held-edit';
import type { HeldEdits } from './held-edits';
import { heldEditsOf } from './held-edits-of';

interface HeldEditsHere {
  readonly held: HeldEdits;
  readonly edits: ShownEdits;
  /** Tries at once what waits. */
  readonly retry: () => void;
}

/**
 * What this person did to events of the calendar and the server has not taken: shown over what it has, sent when it can be reached.
 * @param onRefused to be the same at each drawing
 */
export function useHeldEdits(
  api: EventApi,
  model: CalendarModel,
  { loading, error }: ShownMonths,
  onRefused: (edit: GridEdit, error: Error) => void,
): HeldEditsHere {
  const client = useApiClient();
  const held = useMemo(() => heldEditsOf(client, api), [client, api]);
  const edits = useSyncExternalStore(held.subscribe, held.shown);
  useEffect(() => held.attach({ refresh: model.refresh, refused: onRefused }), [held, model, onRefused]);
  useEffect(() => {
    const cover = () => model.cover(coverOf(held.shown()));
    cover();
    return held.subscribe(cover);
  }, [held, model]);

  const isReachable = !loading && error === null;
  useEffect(() => {
    if (isReachable) void held.send();
  }, [held, isReachable]);
  const retry = useCallback(() => {
    void model.refresh();
    void held.send();
  }, [model, held]);
  useEffect(() => {
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, [retry]);

  const unsent = edits.edits.length + edits.takenBack;
  const unsaved = unsent + edits.refused.length;
  useReportUnsaved(useCallback(() => unsaved, [unsaved]));
  useHoldsPage(unsent > 0);
  useWarnBeforeLeaving(unsaved > 0 && !edits.isKept);
  return { held, edits, retry };
}

function coverOf({ edits, isWaiting }: ShownEdits): readonly EventChange[] {
  const changes = edits.map(shownEdit);
  return isWaiting ? changes.map(marked) : changes;
}

/** The same change; what it makes or changes is marked as waiting. */
function marked(change: EventChange): EventChange {
  return (events) => {
    const known = new Set(events);
    return change(events).map((event) => (known.has(event) ? event : { ...event, isWaiting: true }));
  };
}
