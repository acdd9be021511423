import { useEffect, useMemo } from 'react';
import { useApiClient } from '../../../react';
import { EventApi } from '../../../react/events';
import { CalendarMessages } from '../calendar-messages';
import { heldEditsOf } from './held-edits-of';
import { useSayRefused } from './use-say-refused';

/** Sends what was done to the calendar while another page is open. */
export default function HeldElsewhere() {
  return (
    <CalendarMessages>
      <Sender />
    </CalendarMessages>
  );
}

function Sender() {
  const client = useApiClient();
  const held = useMemo(() => heldEditsOf(client, new EventApi(client.api)), [client]);
  const refused = useSayRefused();
  useEffect(() => {
    const detach = held.attach({ refresh: async () => undefined, refused });
    void held.send();
    return detach;
  }, [held, refused]);
  return null;
}
