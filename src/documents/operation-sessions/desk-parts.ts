import type { Outcome } from '../../protocol/codes';
import type { Identity } from '../../protocol/roles';
import type { StepTaken } from '../api';
import type { DocumentState } from '../document-state';
import type { StepRequest } from '../history/document-history';
import type { Locks } from '../locks/locks';
import type { Operations } from '../operations/operations-api';
import type { Session } from '../session';
import type { Sessions } from '../sessions';
import type { Broadcasts } from './broadcasts';
import type { Messages } from './messages';
import type { OperationPresenceDesk } from './operation-presence';
import type { OperationRequest } from './request-shapes';

export type Request<T extends OperationRequest['type']> = Extract<OperationRequest, { type: T }>;

/** What the desk asks of the rest of the engine. */
export interface DeskCalls {
  /** Stores what waits. */
  readonly flush: () => void;
  /** Has a token or a ticket verified; `OperationDesk.verified` follows. */
  readonly authenticate: (session: Session, credential: string) => void;
  /** Takes back the last step of somebody, or does it again. @throws LockedWrite */
  readonly step: (author: Identity, request: StepRequest) => Outcome<StepTaken>;
}

/** What the desk works with. */
export interface DeskParts {
  readonly state: DocumentState;
  readonly sessions: Sessions;
  readonly operations: Operations;
  readonly locks: Locks;
  readonly messages: Messages;
  readonly broadcasts: Broadcasts;
  readonly presence: OperationPresenceDesk;
}
