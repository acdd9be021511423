import { type ReactNode, useCallback, useMemo } from 'react';
import type { EventApi } from '../../react/events';
import { useToast } from '../design/toast';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import type { CalendarModel, ShownMonths } from './calendar-model';
import { beforeEdit, editedEvent, type GridEdit, type OccurrenceBefore } from './edits/grid-edit';
import type { EditOutcome, ShownEdits } from './edits/held-edit';
import { isOnlyTogether } from './edits/series-scope';
import { useHeldEdits } from './edits/use-held-edits';
import { useSayRefused } from './edits/use-say-refused';
import type { TimedEvent } from './grid/event-span';
import type { ShownEvent } from './shown-event';
import { useSeriesScope } from './use-series-scope';

/** What there is to know of an event that is to go. */
type RemovedEvent = OccurrenceBefore & Pick<ShownEvent, 'is_recurring'>;

export interface EventActions {
  /** Does an edit, and says what came of it: it shows at once, can be taken back, and waits for a connection if need be. */
  readonly perform: (edit: GridEdit) => Promise<EditOutcome>;
  /** Gives an occurrence another time, after asking what of its series is meant. */
  readonly setTimes: (event: ShownEvent, times: TimedEvent) => void;
  readonly remove: (event: RemovedEvent) => void;
  /** Lets go of a new event that the server does not take. */
  readonly dropRefused: (id: string) => void;
  /** What the server has not taken yet. */
  readonly edits: ShownEdits;
  /** Tries at once what waits. */
  readonly retry: () => void;
  readonly dialog: ReactNode;
}

/** What is done to events of the grid. */
export function useEventActions(api: EventApi, model: CalendarModel, shown: ShownMonths, zone: string): EventActions {
  const { ask, dialog } = useSeriesScope();
  const refused = useRefused();
  const { held, edits, retry } = useHeldEdits(api, model, shown, refused);
  const tell = useTell(refused);
  const doing = useMemo(() => {
    const perform = async (edit: GridEdit) => {
      const outcome = await held.do(edit);
      tell(edit, outcome);
      return outcome;
    };
    const setTimes = async (event: ShownEvent, times: TimedEvent) => {
      const scope = event.is_recurring ? await ask('change', isOnlyTogether(event, times)) : 'all';
      if (scope !== null) await perform({ kind: 'times', event: beforeEdit(event), scope, times, zone });
    };
    const remove = async (event: RemovedEvent) => {
      const scope = event.is_recurring ? await ask('remove') : 'all';
      if (scope !== null) await perform({ kind: 'remove', event: beforeEdit(event), scope });
    };
    return {
      perform,
      dropRefused: held.dropRefused,
      setTimes: (event: ShownEvent, times: TimedEvent) => void setTimes(event, times),
      remove: (event: RemovedEvent) => void remove(event),
    };
  }, [held, tell, ask, zone]);
  return useMemo(() => ({ ...doing, edits, retry, dialog }), [doing, edits, retry, dialog]);
}

/** Says that an edit was not taken, and that the event is as it was. */
function useRefused(): (edit: GridEdit, error: Error) => void {
  const say = useSayRefused();
  // Of a new event there is more to say: its form is shown again.
  return useCallback((edit, error) => (edit.kind === 'create' ? undefined : say(edit, error)), [say]);
}

function useTell(refused: (edit: GridEdit, error: Error) => void): (edit: GridEdit, outcome: EditOutcome) => void {
  const text = useTextOf();
  const show = useToast();
  const showError = useShowError();
  return useCallback(
    (edit, outcome) => {
      if (outcome.kind === 'refused') return refused(edit, outcome.error);
      // A new event that is there says so itself.
      if (edit.kind === 'create' && outcome.kind === 'done') return;
      const title = editedEvent(edit).title || text('event.untitled');
      const isKept = outcome.kind === 'done' && outcome.keepsDays;
      const said = isKept ? text('series.keepsDays', { title }) : text('calendar.done', { kind: edit.kind, title });
      show({
        text: outcome.kind === 'waiting' ? text('calendar.doneHere', { said }) : said,
        action: { label: text('trips.undo'), onAction: () => void outcome.undo().catch(showError) },
      });
    },
    [text, show, showError, refused],
  );
}
