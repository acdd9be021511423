import type { Outcome } from '../../protocol/codes';
import type { ConflictView, LockView } from '../../protocol/operations';
import type { Identity } from '../../protocol/roles';
import type { DocumentState } from '../document-state';
import type { Locks } from '../locks/locks';
import type { Operations } from '../operations/operations-api';
import type { EnginePorts } from '../ports';
import type { PresenceBoard, PresenceEntry } from '../presence-board';
import type { Replicas } from '../replicas';
import type { Session } from '../session';
import type { Sessions } from '../sessions';
import type { LogRow } from '../storage';
import { Broadcasts } from './broadcasts';
import { conflictMessages } from './conflict-messages';
import type { DeskCalls } from './desk-parts';
import { Messages } from './messages';
import { OperationDesk } from './operation-desk';
import { OperationPresenceDesk } from './operation-presence';

/** What the language stands on. */
export interface LanguageParts {
  readonly state: DocumentState;
  readonly sessions: Sessions;
  readonly replicas: Replicas;
  readonly board: PresenceBoard;
  readonly operations: Operations;
  readonly locks: Locks;
}

/** The second language of a document's connections: JSON operations in text frames (PROTOCOL.md, Operations). */
export class OperationLanguage {
  readonly #sessions: Sessions;
  readonly #messages: Messages;
  readonly #broadcasts: Broadcasts;
  readonly #presence: OperationPresenceDesk;
  readonly #desk: OperationDesk;

  constructor(ports: EnginePorts, calls: DeskCalls, parts: LanguageParts) {
    const { state, sessions, replicas, board, operations, locks } = parts;
    this.#sessions = sessions;
    this.#messages = new Messages(ports, sessions);
    this.#broadcasts = new Broadcasts(ports, state, sessions, operations, this.#messages);
    this.#presence = new OperationPresenceDesk(ports, sessions, replicas, board, this.#messages);
    this.#desk = new OperationDesk(ports, calls, {
      state,
      sessions,
      operations,
      locks,
      messages: this.#messages,
      broadcasts: this.#broadcasts,
      presence: this.#presence,
    });
  }

  /** A text frame arrived. */
  receive(session: Session, text: string): void {
    this.#desk.receive(session, text);
  }

  /** A token is verified, or not. To be called when the session is let in, or closed, for it. */
  verified(session: Session, outcome: Outcome<Identity>): void {
    this.#desk.verified(session, outcome);
  }

  /** Rows are stored, and have gone out as frames. */
  stored(rows: readonly LogRow[]): void {
    this.#broadcasts.stored(rows);
  }

  presenceChanged(entries: readonly PresenceEntry[]): void {
    this.#presence.changed(entries);
  }

  /** A connection is gone. To be called before it leaves the presence board. */
  lost(session: Session): void {
    this.#presence.lost(session);
  }

  /** After a wake, when the presence board is as it was. */
  restored(): void {
    this.#presence.restored();
  }

  ring(timer: 'texts' | 'typing'): void {
    if (timer === 'texts') this.#broadcasts.ring();
    else this.#presence.ring();
  }

  /** Tells a session what it may do now (PROTOCOL.md O34). */
  tellRole(session: Session): void {
    const { identity, facts } = session;
    if (identity === null || facts.language !== 'json' || !facts.joined) return;
    this.#messages.send(session, 'ROLE', { role: this.#sessions.effectiveRole(identity) });
  }

  tellLocks(locks: readonly LockView[]): void {
    this.#messages.sendAll(this.#sessions.subscribers(), 'LOCKS', { locks });
  }

  /** Tells both authors of a conflict, whatever they speak, and the session whose operation it is in any case (PROTOCOL.md O14). */
  tellConflict(conflict: ConflictView): void {
    for (const [person, message] of conflictMessages(conflict)) {
      for (const session of this.#sessions.ofPerson(person)) {
        if (session.facts.language !== 'json') this.#sessions.tell(session, { type: 'conflict', message });
        else if (session.facts.joined || this.#desk.isWriting(session)) this.#messages.send(session, 'sync:conflict', message);
      }
    }
  }

  /** Tells who looks at a calendar that one of its events is other than it was; null for one that left it. */
  eventChanged(id: string, eventFor: (session: Session) => object | null): void {
    this.#broadcasts.eventChanged(id, eventFor);
  }

  /** Forgets what is in memory: every connection is being closed. */
  clear(): void {
    this.#presence.clear();
  }
}
