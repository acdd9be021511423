import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { type HeldLock, useDocumentApi } from '../../react';
import { rememberOwnLock } from '../calendar/own-locks';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { LockKeeper } from './lock-keeper';

/** The open event as one that this person has for themselves. */
export interface OwnLock {
  /** Null while everybody may change it. */
  readonly held: HeldLock | null;
  readonly take: () => void;
  readonly release: () => void;
}

/** Keeps the open event to this person when they ask for it, until they release it or the component goes. */
export function useOwnLock(): OwnLock {
  const text = useTextOf();
  const showError = useShowError();
  const { trip: event, announce } = useOpenTrip();
  const { id } = event.session;
  const api = useDocumentApi('event', id);
  const onLost = useRef(showError);
  useEffect(() => {
    // Another language must not cost the lock.
    onLost.current = showError;
  }, [showError]);
  const keeper = useMemo(() => new LockKeeper(api, (reason) => onLost.current(reason)), [api]);
  const held = useSyncExternalStore(keeper.subscribe, keeper.held);
  useEffect(() => {
    rememberOwnLock(id, held?.token ?? null);
    return () => rememberOwnLock(id, null);
  }, [id, held]);
  useEffect(() => {
    return () => {
      // Where the server cannot be told, the lock ends by itself.
      keeper.release().catch(() => undefined);
    };
  }, [keeper]);
  const take = useCallback(() => {
    void keeper.take().then(() => announce(text('event.keptSaid')), showError);
  }, [keeper, announce, text, showError]);
  const release = useCallback(() => {
    void keeper.release().then(() => announce(text('event.releasedSaid')), showError);
  }, [keeper, announce, text, showError]);
  return { held, take, release };
}
