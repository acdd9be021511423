import { useCallback, useSyncExternalStore } from 'react';
import type { DocumentState, ErrorCode } from '../sdk';
import type { OpenTrip } from './use-trip';

/** A connection that is tried this often without success is as good as none. */
const offlineAfterFailures = 2;

/** How safe this person's edits are. */
export type Saved =
  | { readonly kind: 'saved' }
  /** On the way to the server, or about to be. */
  | { readonly kind: 'saving'; readonly unsaved: number }
  /** On this device only, until the connection is back. */
  | { readonly kind: 'offline'; readonly unsaved: number }
  /** The server does not take them. */
  | { readonly kind: 'refused'; readonly unsaved: number; readonly code: ErrorCode };

/**
 * Whether everything this person did is stored, in the form a status line needs. Follows the trip by itself, also where
 * `useTrip` was told not to.
 */
export function useSaved({ session, state }: OpenTrip): Saved {
  const subscribe = useCallback((changed: () => void) => session.on('state', changed), [session]);
  return savedOf(
    useSyncExternalStore(
      subscribe,
      () => session.state,
      () => state,
    ),
  );
}

export function savedOf({ unsaved, refused, status }: Pick<DocumentState, 'unsaved' | 'refused' | 'status'>): Saved {
  if (refused !== null && unsaved > 0) return { kind: 'refused', unsaved, code: refused };
  const reachable =
    status.name === 'live' ||
    status.name === 'polling' ||
    (status.name === 'connecting' && status.failures < offlineAfterFailures);
  if (!reachable) return { kind: 'offline', unsaved };
  return unsaved > 0 ? { kind: 'saving', unsaved } : { kind: 'saved' };
}
