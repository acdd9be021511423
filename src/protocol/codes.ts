/**
 * Everything that can go wrong, by name: the error codes of REST and frames. Why sockets end is in closes.ts.
 * A code is part of the protocol: it may be added to, never renamed.
 */

/** Error codes with the HTTP status and the English title that REST answers them with. */
export const errorCodes = {
  malformed: { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'A valid token is needed' },
  'bad-signature': { status: 401, title: 'The signature of this webhook is not valid' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'session-ended': { status: 403, title: 'This connection has ended' },
  'origin-not-allowed': { status: 403, title: 'This origin may not connect' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method is not supported here' },
  'missing-dependency': { status: 409, title: 'The update builds on edits that the document does not have' },
  'client-id-taken': { status: 409, title: 'This client id belongs to another person' },
  'already-exists': { status: 409, title: 'This exists already' },
  'last-owner': { status: 409, title: 'A document needs an owner' },
  'calendar-not-empty': { status: 409, title: 'There are events in this calendar' },
  'calendar-full': { status: 409, title: 'The calendar has as many events as it can have' },
  'default-calendar': { status: 409, title: 'A default calendar stays with its person' },
  'too-many-rooms': { status: 409, title: 'You are in as many rooms as you can be in' },
  'room-full': { status: 409, title: 'The room has as many people as it can have' },
  'too-many-sources': { status: 409, title: 'There are as many webhook sources as there can be' },
  'too-many-subscriptions': { status: 409, title: 'You have subscribed to as many types as you can' },
  'too-many-devices': { status: 409, title: 'You have registered as many devices as you can' },
  'action-unavailable': { status: 409, title: 'This action cannot be carried out now' },
  'already-resolved': { status: 409, title: 'Somebody has resolved this conflict already' },
  'conflict-outdated': { status: 409, title: 'Somebody has written there since' },
  'nothing-to-undo': { status: 409, title: 'There is nothing to take back, or to do again' },
  'lock-over': { status: 409, title: 'This lock is over, or belongs to somebody else' },
  'too-many-feeds': { status: 409, title: 'You have as many feeds of this calendar as you can have' },
  'too-many-locks': { status: 409, title: 'There are as many locks as there can be' },
  'history-gone': { status: 410, title: 'The history does not reach back that far' },
  'invite-over': { status: 410, title: 'This invitation is over' },
  'code-over': { status: 410, title: 'This code is over' },
  'precondition-failed': { status: 412, title: 'The document has changed since that version' },
  'too-large': { status: 413, title: 'This is larger than allowed' },
  'document-full': { status: 413, title: 'The document has reached its size limit' },
  'unsupported-media-type': { status: 415, title: 'This content type is not supported' },
  invalid: { status: 422, title: 'A value breaks a rule of its field' },
  'read-only-field': { status: 422, title: 'This field cannot be written' },
  'wrong-code': { status: 422, title: 'This is not the code' },
  'grow-only': { status: 422, title: 'What is in this set stays in it' },
  'patch-failed': { status: 422, title: 'The patch cannot be applied' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used for another request' },
  locked: { status: 423, title: 'Somebody else has this for themselves at the moment' },
  'precondition-required': { status: 428, title: 'An If-Match header is needed' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'too-many-members': { status: 422, title: 'The document has as many members as it can have' },
  'too-many-invites': { status: 422, title: 'The document has as many open invitations as it can have' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  overloaded: { status: 503, title: 'Too much arrives at once; try again later' },
  unavailable: { status: 503, title: 'The document is being recovered; try again' },
} as const;

/** A stable name of an error, the same in problems (`code`), `REFUSED` and `NOTICE` frames. */
export type ErrorCode = keyof typeof errorCodes;

/** The `type` of a problem (RFC 9457). It is stable; nothing has to be fetched to know what it means. */
export function problemType(code: string): string {
  return `urn:triptrip:problem:${code}`;
}

/** Why an operation on a document was refused; the value form of an error inside the server. */
export interface Refusal {
  readonly code: ErrorCode;
  /** One English sentence about this occurrence. Never contains tokens or document content. */
  readonly detail?: string;
  /** Further members of the problem, e.g. `{ index: 3, pointer: '/start_date' }`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The outcome of an operation on a document: a value, or the reason why nothing was changed. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };
