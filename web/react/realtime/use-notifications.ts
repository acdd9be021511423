import { useCallback, useEffect, useState } from 'react';
import type { NotificationMatch, NotificationView } from '../../sdk';
import type { OpenInbox } from './use-inbox';

/** Notifications of one kind as a component sees them. */
export interface FoundNotifications {
  /** Null while it is not known whether there are any. */
  readonly notifications: readonly NotificationView[] | null;
  /** Whether `loadMore` would bring more. */
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Why the server could not be asked; null when it could. */
  readonly error: Error | null;
  /** Loads older ones, or tries again what failed. */
  readonly loadMore: () => void;
}

/** The states in which nobody can be asked: what is loaded is all there is. */
const unreachable: ReadonlySet<string> = new Set(['offline', 'denied', 'closed']);

/**
 * The notifications that match, wherever they are among all: the server is asked for them, and without it those that are loaded
 * are looked through.
 */
export function useNotifications({ inbox, state }: OpenInbox, { category, unread }: NotificationMatch): FoundNotifications {
  const found = inbox.matching(matchOf(category, unread));
  const { hasMore, loadingMore: isLoading } = found;
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const loadMore = useCallback(() => {
    setAttempt({ of: loadMore, error: null });
    inbox.loadMore(matchOf(category, unread)).then(
      () => setAttempt(null),
      (error: unknown) => setAttempt({ of: loadMore, error: error as Error }),
    );
  }, [inbox, category, unread]);
  const ownAttempt = attempt?.of === loadMore ? attempt : null;
  const isReachable = state.transport !== null;
  useEffect(() => {
    // What failed may work over this connection.
    if (isReachable) setAttempt(null);
  }, [isReachable]);

  const isEmpty = found.notifications.length === 0;
  const isDue = state.loaded && isReachable && hasMore && (isEmpty || !found.asked) && !isLoading && ownAttempt === null;
  useEffect(() => {
    if (isDue) loadMore();
  }, [isDue, loadMore]);
  const isKnown = state.loaded && (!isEmpty || !hasMore || unreachable.has(state.status.name));
  const error = ownAttempt?.error ?? null;
  return { notifications: isKnown ? found.notifications : null, hasMore, isLoading, error, loadMore };
}

/** An asking that is under way, or has failed. */
interface Attempt {
  /** The function that asked: another one for each match. */
  readonly of: () => void;
  /** Null while it is under way. */
  readonly error: Error | null;
}

function matchOf(category: NotificationMatch['category'], unread: NotificationMatch['unread']): NotificationMatch {
  return { ...(category && { category }), ...(unread && { unread }) };
}
