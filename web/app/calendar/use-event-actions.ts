import { type ReactNode, useMemo } from 'react';
import type { EventApi } from '../../react/events';
import { useToast } from '../design/toast';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import type { CalendarModel } from './calendar-model';
import { eventChanges } from './event-changes';
import type { TimedEvent } from './grid/event-span';
import { changeSeries, removeFromSeries, type Undo } from './series-calls';
import { occurrenceKey, type ShownEvent } from './shown-event';
import { useSeriesScope } from './use-series-scope';

interface EventActions {
  /** Gives an occurrence another time, after asking what of its series is meant. */
  readonly setTimes: (event: ShownEvent, times: TimedEvent) => void;
  readonly remove: (event: ShownEvent) => void;
  readonly dialog: ReactNode;
}

/** What is done to events of the grid. It shows at once, can be taken back, and comes back with a reason when it cannot be done. */
export function useEventActions(api: EventApi, model: CalendarModel): EventActions {
  const text = useTextOf();
  const show = useToast();
  const showError = useShowError();
  const { ask, dialog } = useSeriesScope();
  const { setTimes, remove } = useMemo(() => {
    const attempt = async (call: () => Promise<Undo>, said: string) => {
      try {
        const undo = await call();
        const takeBack = () => void model.edit((events) => events, undo).catch(showError);
        show({ text: said, action: { label: text('trips.undo'), onAction: takeBack } });
      } catch (reason) {
        showError(reason);
      }
    };
    const titleOf = ({ title }: ShownEvent) => ({ title: title || text('event.untitled') });
    return {
      setTimes: async (event: ShownEvent, times: TimedEvent) => {
        const scope = event.is_recurring ? await ask('change') : 'all';
        if (scope === null) return;
        const change = eventChanges.times(occurrenceKey(event), times);
        await attempt(
          () => model.edit(change, () => changeSeries(api, event, scope, times)),
          text('calendar.moved', titleOf(event)),
        );
      },
      remove: async (event: ShownEvent) => {
        const scope = event.is_recurring ? await ask('remove') : 'all';
        if (scope === null) return;
        const change =
          scope === 'this'
            ? eventChanges.removal(occurrenceKey(event))
            : eventChanges.removalOfAll(event.id, scope === 'following' ? event.start_time : undefined);
        await attempt(
          () => model.edit(change, () => removeFromSeries(api, event, scope)),
          text('calendar.deleted', titleOf(event)),
        );
      },
    };
  }, [api, model, ask, show, showError, text]);
  return useMemo(
    () => ({
      setTimes: (event, times) => void setTimes(event, times),
      remove: (event) => void remove(event),
      dialog,
    }),
    [setTimes, remove, dialog],
  );
}
