import type { InboxState } from '../../sdk';

/** How the realtime connection stands, in four words. */
export type ConnectionStatus = 'disconnected' | 'connected' | 'authenticated' | 'authentication-failed';

/** The status of a connection; `null` for an inbox that is not opened yet. */
export function connectionStatusOf(state: Pick<InboxState, 'status' | 'isGreeting'> | null): ConnectionStatus {
  if (state === null) return 'disconnected';
  const { status, isGreeting } = state;
  switch (status.name) {
    case 'live':
    case 'polling':
      return 'authenticated';
    case 'denied':
      return status.reason === 'unauthenticated' || status.reason === 'forbidden' ? 'authentication-failed' : 'disconnected';
    default:
      return isGreeting ? 'connected' : 'disconnected';
  }
}
