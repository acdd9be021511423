import type { ReactNode } from 'react';
import { type EventContent, eventRoots, setEventDetails, setException } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { keepsDays, movedOccurrence, movedSeries, zonedOccurrence, zonedSeries } from '../calendar/edits/moved-series';
import { isOnlyTogether } from '../calendar/edits/series-scope';
import type { TimedEvent } from '../calendar/grid/event-span';
import { useSeriesScope } from '../calendar/use-series-scope';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { setSeriesTimes } from './set-series-times';
import { useShownOccurrence } from './shown-occurrence';
import { useFollowOccurrence } from './use-follow-occurrence';

interface SetTimes {
  readonly setTimes: (before: TimedEvent, times: TimedEvent) => Promise<void>;
  readonly setZone: (zone: string) => void;
  readonly dialog: ReactNode;
}

/** Gives the open event other times: live and offline like every edit, but for what makes another event of a part of a series. */
export function useSetTimes({ details, exceptions }: EventContent, occurrence: string | null): SetTimes {
  const { doc, session } = useOpenTrip().trip;
  const { perform, zone } = useCalendar();
  const shown = useShownOccurrence();
  const { ask, dialog } = useSeriesScope();
  const follow = useFollowOccurrence();
  const text = useTextOf();
  const show = useToast();

  const series = { ...details, exceptions };
  const sayDaysKept = () => {
    const title = eventRoots.title(doc).toString() || text('event.untitled');
    show({ text: text('series.keepsDays', { title }) });
  };
  const setTimes = async (before: TimedEvent, times: TimedEvent) => {
    if (details.recurrence === null || occurrence === null) return setEventDetails(doc, times);
    const scope = await ask('change', isOnlyTogether(before, times));
    if (scope === 'this') {
      const known = exceptions[occurrence];
      const { start_time, end_time } = times;
      setException(doc, occurrence, { ...(known === undefined || known === false ? {} : known), start_time, end_time });
    } else if (scope === 'all') {
      const moved = { ...before, original_start: occurrence };
      setSeriesTimes(doc, exceptions, movedSeries(series, moved, times));
      follow(movedOccurrence(series, moved, times));
      if (keepsDays(series, moved, times)) sayDaysKept();
    } else if (scope === 'following') {
      const { title = '', version = 0 } = shown ?? {};
      const event = { id: session.id, original_start: occurrence, ...before, title, version };
      await perform({ kind: 'times', event, scope, times, zone });
    }
  };
  const setZone = (time_zone: string) => {
    const zoned = zonedSeries(series, time_zone);
    setSeriesTimes(doc, exceptions, zoned);
    if (occurrence !== null) follow(zonedOccurrence(series, occurrence, time_zone));
    // It begins when it did, unless that is another day there and the rule cannot name it.
    if (zoned.start_time !== undefined && zoned.start_time !== details.start_time) sayDaysKept();
  };
  return { setTimes, setZone, dialog };
}
