import { useEffect, useState, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import { type Client, canEdit, type Presence, type TripSession, type TripState } from '../sdk';

/** An open trip as a component sees it: a new object whenever something about it changes. */
export interface OpenTrip {
  readonly session: TripSession;
  readonly state: TripState;
  /** Changes its identity when the document had to be loaded anew: key what is bound to it by `doc.guid`. */
  readonly doc: Y.Doc;
  readonly awareness: Presence;
  /** Whether edits make sense now: false until the server has told the role, and after it closed the connection for good. */
  readonly editable: boolean;
}

/** Opens a trip while the component is mounted, and leaves it afterwards. Null for the first moment. */
export function useTrip(client: Client, id: string): OpenTrip | null {
  const [session, setSession] = useState<TripSession | null>(null);
  useEffect(() => {
    const opened = client.openTrip(id);
    setSession(opened);
    return () => {
      setSession(null);
      opened.close();
    };
  }, [client, id]);
  const state = useSyncExternalStore(
    (changed) => session?.on('state', changed) ?? (() => undefined),
    () => session?.state ?? null,
  );
  if (session === null || state === null) return null;
  const editable = canEdit(state.role) && state.connection.name !== 'closed';
  return { session, state, doc: session.doc, awareness: session.awareness, editable };
}
