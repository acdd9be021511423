import { useEffect, useState } from 'react';
import { DocumentApi, type Member, useApi } from '../../react';
import { useOpenTrip } from '../trip/trip-context';
import { useShownOccurrence } from './shown-occurrence';

export interface PeopleToAsk {
  readonly known: readonly Member[];
  /** The same once the calendar has said who its members are. */
  readonly complete: () => Promise<readonly Member[]>;
}

const nobody: Promise<readonly Member[]> = Promise.resolve([]);

/** Who can be asked to come by name: the members of the event and of its calendar. */
export function usePeopleToAsk(): PeopleToAsk {
  const api = useApi();
  const { state } = useOpenTrip().trip;
  const calendarId = useShownOccurrence()?.calendar_id;
  const [listing, setListing] = useState(nobody);
  const [ofCalendar, setOfCalendar] = useState<readonly Member[]>([]);
  useEffect(() => {
    if (calendarId === undefined) return;
    let isCurrent = true;
    // Without a connection, or without a right to know them: people can be asked by their address all the same.
    const asked = new DocumentApi(api, 'calendar', calendarId).listMembers().catch((): readonly Member[] => []);
    setListing(asked);
    void asked.then((members) => isCurrent && setOfCalendar(members));
    return () => {
      isCurrent = false;
    };
  }, [api, calendarId]);
  const own = state.members ?? [];
  return { known: once([...own, ...ofCalendar]), complete: async () => once([...own, ...(await listing)]) };
}

function once(members: readonly Member[]): readonly Member[] {
  return [...new Map(members.map((member) => [member.id, member])).values()];
}
