import * as Y from 'yjs';
import type { DocumentState } from '../document-state';
import type { Replicas } from '../replicas';

/** The Yjs client ids under which operations are written. */
export class SessionClients {
  constructor(
    private readonly state: DocumentState,
    private readonly replicas: Replicas,
  ) {}

  /** The id of a session for a change of a fork: one that nobody else writes under, and whose every struct the fork has. */
  of(session: string, person: string, fork: Y.Doc): number {
    const { serverClient } = this.state.existing();
    const { store } = this.state.live().doc;
    for (let attempt = 0; ; attempt++) {
      const client = sessionClient(serverClient, session, attempt);
      if (client === serverClient || (this.replicas.owner(client) ?? person) !== person) continue;
      if (Y.getState(fork.store, client) === Y.getState(store, client)) return client;
    }
  }
}

/**
 * The Yjs client id under which operations of a session are written: always the same for the same session, also after the
 * object was evicted, and another one for each `attempt`. From 1 to 2^32 - 1.
 */
function sessionClient(serverClient: number, session: string, attempt: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${serverClient}/${session}/${attempt}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  // Neighbouring texts have neighbouring hashes until the bits are mixed.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return Math.max(1, (hash ^ (hash >>> 16)) >>> 0);
}
