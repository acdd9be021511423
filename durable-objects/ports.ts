import type { CalendarRoll, Notice, Projection, RollAnswer } from '../src/documents/api';
import type { Outcome } from '../src/protocol/codes';
import type { DocumentAction, Identity, Role } from '../src/protocol/roles';

/** What a document's object needs of the Worker it is deployed with; `src/index.ts` puts the two together. */
export interface DocumentPorts<Env> {
  /** Who a token says its bearer is. */
  readonly authenticate: (env: Env, token: string) => Promise<Outcome<Identity>>;
  /** The policy: may this identity, with this role in the document, do this? */
  readonly allows: (identity: Identity, role: Role | null, action: DocumentAction) => boolean;
  /** Writes what the lists know of a document. Idempotent; an older projection never overwrites a newer one. */
  readonly project: (env: Env, projection: Projection) => Promise<void>;
  /** Tells inboxes something of a document. Answers who could not be told and may be tried again. */
  readonly notify: (env: Env, notice: Notice) => Promise<readonly string[]>;
  /** Tells an event who belongs to its calendar. */
  readonly tellEvent: (env: Env, eventId: string, roll: CalendarRoll) => Promise<RollAnswer>;
  /** Takes a line for the log. Never given tokens or content. */
  readonly log: (level: 'info' | 'warn' | 'error', event: string, properties: Readonly<Record<string, unknown>>) => void;
}
