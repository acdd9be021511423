import { useEffect } from 'react';
import { rememberOwnLocks } from '../calendar/own-locks';
import type { DocumentLocks } from '../locks/document-locks';

/** Lets what changes the open event over REST know of the locks that this person holds on it. */
export function useRememberLocks(eventId: string, locks: DocumentLocks): void {
  useEffect(() => {
    const remember = () => {
      const tokens = locks.own().flatMap(({ held }) => held.map(({ token }) => token));
      rememberOwnLocks(eventId, tokens);
    };
    const forget = locks.subscribe(remember);
    return () => {
      forget();
      rememberOwnLocks(eventId, []);
    };
  }, [eventId, locks]);
}
