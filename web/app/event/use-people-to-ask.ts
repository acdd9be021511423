import { useEffect, useState } from 'react';
import { DocumentApi, type Member, useApi } from '../../react';
import { useOpenTrip } from '../trip/trip-context';
import { useShownOccurrence } from './use-shown-occurrence';

/** Who can be asked to come by name: the members of the event and of its calendar. */
export function usePeopleToAsk(): readonly Member[] {
  const api = useApi();
  const { session, state } = useOpenTrip().trip;
  const calendarId = useShownOccurrence(session.id)?.calendar_id;
  const [ofCalendar, setOfCalendar] = useState<readonly Member[]>([]);
  useEffect(() => {
    if (calendarId === undefined) return;
    let isCurrent = true;
    new DocumentApi(api, 'calendar', calendarId).listMembers().then(
      (members) => isCurrent && setOfCalendar(members),
      // Without a connection, or without a right to know them: people can be asked by their address all the same.
      () => isCurrent && setOfCalendar([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, calendarId]);
  const all = [...(state.members ?? []), ...ofCalendar];
  return [...new Map(all.map((member) => [member.id, member])).values()];
}
