import type { DocumentKind } from '../document-kind';
import type { DocumentSession } from '../document-session';
import type { DocumentState } from '../document-state';
import type { DeviceStore } from './device-store';

/** What the server has not confirmed within this time is left for another time, in milliseconds. */
const sendKeptWithinMs = 30_000;

/** What sending needs of the client. */
export interface KeptSessions {
  /** Whether a document is open here: then it sends by itself. */
  readonly isOpen: (kind: DocumentKind, id: string) => boolean;
  readonly open: (kind: DocumentKind, id: string) => DocumentSession;
}

/** Sends what the device keeps unsaved of documents that are not open, one after the other, until there is no connection. */
export async function sendKept(store: DeviceStore, { isOpen, open }: KeptSessions): Promise<void> {
  for (const { kind, id, unsaved } of await store.documents()) {
    if (unsaved === 0 || isOpen(kind, id)) continue;
    const session = open(kind, id);
    const outcome = await settled(session);
    session.close();
    if (outcome === 'ended') return;
  }
}

/** Waits until the server has answered to what was brought. `ended`: no answer can be had now, or the client was signed out. */
function settled(session: DocumentSession): Promise<'goesOn' | 'ended'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end('goesOn'), sendKeptWithinMs);
    // What can never be sent has become a copy for its author then.
    const stops = [session.on('state', look), session.on('replaced', () => end('goesOn'))];
    let isExchanging = false;
    function end(outcome: 'goesOn' | 'ended'): void {
      clearTimeout(timer);
      for (const stop of stops) stop();
      resolve(outcome);
    }
    function look({ status, saved }: DocumentState): void {
      if (status.name === 'closed') end('ended');
      else if (saved) end('goesOn');
      else if (status.name === 'offline') exchange();
      else if (status.name === 'denied' && status.reason !== 'forbidden' && status.reason !== 'not-found') end('ended');
    }
    /** Where one socket did not get through the next one will not either: HTTP may. */
    function exchange(): void {
      if (isExchanging) return;
      isExchanging = true;
      session.exchange().then(
        () => end('goesOn'),
        () => end('ended'),
      );
    }
  });
}
