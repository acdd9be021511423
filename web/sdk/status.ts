import type { LossCause, MachineState } from './connection-machine';

/** Why a document cannot be had. */
export type DenialReason = 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'too-large' | 'malformed';

/** How the connection to an open document stands, with the reason. */
export type DocumentStatus =
  /** On the way. `failures`: tries in a row that led to nothing. */
  | { readonly name: 'connecting'; readonly failures: number }
  /** Edits travel in both directions as they are made. */
  | { readonly name: 'live' }
  /** Edits stay on this device; tried again by itself at `retryAtMs` (ms since the epoch; null: when the device is online). */
  | { readonly name: 'offline'; readonly reason: LossCause; readonly retryAtMs: number | null }
  /** Edits travel every few seconds, because sockets do not get through, or every few minutes, because nobody looks. */
  | { readonly name: 'polling'; readonly reason: 'blocked' | 'hidden' }
  /** Refused until somebody acts (`reconnect` tries again). `code`: the close code, 4400 to 4499. */
  | { readonly name: 'denied'; readonly reason: DenialReason; readonly code: number }
  /** Closed by the program. */
  | { readonly name: 'closed' };

const reasons: Readonly<Record<number, DenialReason>> = {
  4400: 'malformed',
  4401: 'unauthenticated',
  4403: 'forbidden',
  4404: 'not-found',
  4409: 'conflict',
  4413: 'too-large',
};

/** What a state of the connection means to somebody who uses the document. */
export function statusOf(state: MachineState): DocumentStatus {
  switch (state.name) {
    case 'connecting':
      return { name: 'connecting', failures: state.failures };
    case 'live':
      return { name: 'live' };
    case 'waiting':
      return { name: 'offline', reason: state.cause, retryAtMs: state.retryAtMs };
    case 'polling':
      // Before the first answer nobody knows whether polls get through where sockets did not.
      if (state.answered !== true) return { name: 'offline', reason: state.cause, retryAtMs: state.retryAtMs };
      return { name: 'polling', reason: 'blocked' };
    case 'hidden':
      if (state.answered === false) return { name: 'offline', reason: 'network', retryAtMs: null };
      return { name: 'polling', reason: 'hidden' };
    case 'denied':
      return { name: 'denied', reason: reasons[state.code] ?? 'malformed', code: state.code };
    case 'closed':
      return { name: 'closed' };
  }
}
