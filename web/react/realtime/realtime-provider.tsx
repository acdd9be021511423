import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { Inbox } from '../../sdk';
import { useClient } from '../client-context';

/** A part of the program that could not be loaded is asked for again after this time, in milliseconds. */
const retryMs = 10_000;

/** The inbox of a `RealtimeProvider`: null while it opens, undefined outside of one. */
export const InboxContext = createContext<Inbox | null | undefined>(undefined);

/**
 * Opens the inbox of the surrounding `ClientProvider`'s client, and gives it to the components below. What it takes is
 * loaded after the first paint.
 */
export function RealtimeProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const [inbox, setInbox] = useState<Inbox | null>(null);
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () =>
      void client.inbox().then(
        (opened) => {
          if (isCurrent) setInbox(opened);
        },
        () => {
          if (isCurrent) timer = setTimeout(open, retryMs);
        },
      );
    open();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      setInbox(null);
    };
  }, [client]);
  return <InboxContext.Provider value={inbox}>{children}</InboxContext.Provider>;
}

/**
 * The inbox of the surrounding `RealtimeProvider`; null while it opens.
 * @throws Error where there is no provider: a mistake in the program.
 */
export function useOpenedInbox(): Inbox | null {
  const inbox = useContext(InboxContext);
  if (inbox === undefined) throw new Error('useInbox needs a RealtimeProvider around it');
  return inbox;
}
