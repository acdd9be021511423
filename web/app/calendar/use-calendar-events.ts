import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useApiClient, useInbox } from '../../react';
import type { CalendarSummary, EventApi } from '../../react/events';
import { CalendarModel, type ShownMonths } from './calendar-model';
import { monthsOfDays } from './days';
import { monthShelf } from './month-shelf';

/** A list that several changes in a row make old is fetched once, this long after the last of them, in ms. */
const settleMs = 500;

/** The events of some days, live: also those that nobody has open. */
export function useCalendarEvents(
  api: EventApi,
  days: readonly string[],
  calendars: readonly CalendarSummary[] | null,
  onCalendarChanged: () => void,
): { shown: ShownMonths; model: CalendarModel } {
  const client = useApiClient();
  const model = useMemo(() => new CalendarModel(api, client.offline && monthShelf(client.offline)), [api, client]);
  const shown = useSyncExternalStore(model.subscribe, model.shown);
  const months = monthsOfDays(days).join(' ');
  useEffect(() => model.show(months.split(' ')), [model, months]);

  const ids = (calendars ?? []).map(({ id }) => id).join(' ');
  useEffect(() => {
    const settled = settling(onCalendarChanged);
    const missed = settling(() => void model.refresh());
    const opened = ids.split(' ').filter((id) => id !== '');
    const sessions = opened.map((id) => [id, client.openCalendar(id, { invisible: true })] as const);
    const stops = sessions.flatMap(([calendar, session]) => [
      session.on('event-changed', ({ id, event }) => model.changed(calendar, id, event)),
      onLive(session, missed.call),
      onUpdate(session, settled.call),
    ]);
    return () => {
      settled.cancel();
      missed.cancel();
      for (const stop of stops) stop();
      for (const [, session] of sessions) session.close();
    };
  }, [client, model, ids, onCalendarChanged]);

  const inbox = useInbox()?.inbox;
  useEffect(() => {
    const refresh = settling(() => {
      onCalendarChanged();
      void model.refresh();
    });
    const onVisible = () => document.visibilityState === 'visible' && refresh.call();
    document.addEventListener('visibilitychange', onVisible);
    const stop = inbox?.on('entity', refresh.call);
    return () => {
      refresh.cancel();
      stop?.();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [inbox, model, onCalendarChanged]);
  return { shown, model };
}

type Session = ReturnType<ReturnType<typeof useApiClient>['openCalendar']>;

/** Calls when a connection begins or is back: what happened before it came to nobody, and the list may be older. */
function onLive(session: Session, began: () => void): () => void {
  let wasLost = true;
  return session.on('state', ({ status }) => {
    if (status.name === 'live' && wasLost) began();
    wasLost = status.name === 'live' ? false : wasLost || status.name === 'offline' || status.name === 'polling';
  });
}

/** Calls when somebody else changes a calendar itself: its title, its colour. */
function onUpdate(session: Session, changed: () => void): () => void {
  const onUpdated = (_update: Uint8Array, _origin: unknown, _doc: unknown, { local }: { local: boolean }) => {
    if (!local && session.state.loaded) changed();
  };
  session.doc.on('update', onUpdated);
  return () => session.doc.off('update', onUpdated);
}

function settling(run: () => void): { call: () => void; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    call: () => {
      clearTimeout(timer);
      timer = setTimeout(run, settleMs);
    },
    cancel: () => clearTimeout(timer),
  };
}
