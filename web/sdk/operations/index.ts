export type { CalendarView } from '../../../src/documents/calendar';
export type { EventView } from '../../../src/documents/event';
export type { TripView } from '../../../src/documents/trip';
export type {
  AppliedOperation,
  LockView,
  Operation,
  OperationError,
  OperationPresence,
  TextChange,
} from '../../../src/protocol/operations';
export type { Role } from '../../../src/protocol/roles';
export type { TicketSource } from '../credentials';
export type { DocumentKind } from '../document-kind';
export type { Network, Page } from '../network';
export { ProblemError } from '../problem';
export type { WebSocketConstructor, WebSocketLike } from '../socket';
export type { DenialReason, DocumentStatus } from '../status';
export type { TokenRequest, TokenSource } from '../tokens';
export type { HeldLock } from './held-locks';
export type { ConflictAnswer, OperationConflict, OperationResult } from './operation-results';
export { OperationSession } from './operation-session';
export type { OperationEvents, OperationState, ViewChange } from './operation-state';
export {
  createOperationsClient,
  type OpenOperationsOptions,
  type OperationsClient,
  type OperationsClientOptions,
  type OperationViews,
} from './operations-client';
