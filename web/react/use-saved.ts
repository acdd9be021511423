import type { ErrorCode } from '../sdk';
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

/** Whether everything this person did is stored, in the form a status line needs. */
export function useSaved({ state }: OpenTrip): Saved {
  const { unsaved, refused, connection } = state;
  if (refused !== null && unsaved > 0) return { kind: 'refused', unsaved, code: refused };
  const trying = connection.name === 'connecting' && connection.failures < offlineAfterFailures;
  if (connection.name !== 'open' && !trying) return { kind: 'offline', unsaved };
  return unsaved > 0 ? { kind: 'saving', unsaved } : { kind: 'saved' };
}
