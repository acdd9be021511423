import { useMemo, useSyncExternalStore } from 'react';
import type { Inbox, InboxState } from '../../sdk';
import { useOpenedInbox } from './realtime-provider';

/** A person's inbox as a component sees it: a new object whenever something about it changes. */
export interface OpenInbox {
  /** What can be done: `markRead`, `dismiss`, `snooze`, `loadMore` … */
  readonly inbox: Inbox;
  readonly state: InboxState;
}

/** The inbox of the surrounding `RealtimeProvider`; null while it opens. */
export function useInbox(): OpenInbox | null {
  const inbox = useOpenedInbox();
  const read = () => inbox?.state ?? null;
  const state = useSyncExternalStore((changed) => inbox?.on('state', changed) ?? (() => undefined), read, read);
  return useMemo(() => (inbox === null || state === null ? null : { inbox, state }), [inbox, state]);
}
