import { isDeeperThan } from '../../protocol/json-depth';
import { fieldLimits, operationLimits as limits, lockLimits, restLimits } from '../../protocol/limits';
import { type Check, optional, type Shape, text } from '../../protocol/message-shape';
import {
  type OperationMessage,
  type OperationRequests,
  type OperationRequestType,
  resourceTypes,
} from '../../protocol/operations';

const flag: Check = (value) => typeof value === 'boolean';
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

const resourceId = text(fieldLimits.maxIdChars);
const resourceType: Check = (value) => (resourceTypes as readonly unknown[]).includes(value);
const operation: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isDeeperThan(value, restLimits.maxJsonDepth);
const operations: Check = (value) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= restLimits.maxPatchOperations &&
  !isDeeperThan(value, restLimits.maxJsonDepth);
const lockTokens: Check = (value) =>
  count(value) || (Array.isArray(value) && value.length <= lockLimits.maxLocksOfPerson && value.every(count));

const cursor: Check = (value) => {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  const { field, position } = value as Record<string, unknown>;
  return text(limits.maxFieldChars)(field) && optional(count)(position);
};

/** What the payload of each message has to be. Members that are not named are ignored. */
const shapes: Readonly<Record<OperationRequestType, Shape>> = {
  AUTH: { token: text(restLimits.maxTokenChars), client_id: optional(text(limits.maxClientIdChars)) },
  PING: {},
  SUBSCRIBE: {
    resource_type: optional(resourceType),
    resource: optional(resourceType),
    resource_id: resourceId,
    text_edits: optional(flag),
    last_version: optional(count),
  },
  UNSUBSCRIBE: { resource_id: resourceId },
  OP: {
    resource_id: resourceId,
    resource_type: resourceType,
    operation: optional(operation),
    operations: optional(operations),
    version: count,
    force: optional(flag),
    lock_token: optional(lockTokens),
  },
  SYNC_REQUEST: { resource_id: resourceId, last_version: count },
  PRESENCE_UPDATE: { cursor: optional(cursor), is_typing: optional(flag) },
  UNDO: { resource_id: resourceId },
  REDO: { resource_id: resourceId },
};

export type OperationRequest = {
  [T in OperationRequestType]: OperationMessage<T, OperationRequests[T]>;
}[OperationRequestType];

/** A message that can be handled, or why it cannot. */
export type ReadRequest =
  | { readonly kind: 'request'; readonly request: OperationRequest }
  | { readonly kind: 'unknown-type' }
  | { readonly kind: 'wrong-field'; readonly field: string };

/** Checks the payload of a message against the shape of its type. */
export function readRequest(message: OperationMessage): ReadRequest {
  const { type } = message;
  if (!isRequestType(type)) return { kind: 'unknown-type' };
  const payload = message.payload as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(shapes[type]).find(
    ([field, fits]) => !fits(Object.hasOwn(payload, field) ? payload[field] : undefined),
  );
  const field = wrong?.[0] ?? missingChoice(type, payload);
  return field === null ? { kind: 'request', request: message as OperationRequest } : { kind: 'wrong-field', field };
}

/** Of two members, one has to be there, and of `operation` and `operations` only one. */
function missingChoice(type: OperationRequestType, payload: Readonly<Record<string, unknown>>): string | null {
  if (type === 'SUBSCRIBE' && payload.resource_type === undefined && payload.resource === undefined) return 'resource_type';
  if (type === 'OP' && (payload.operation === undefined) === (payload.operations === undefined)) return 'operations';
  return null;
}

function isRequestType(type: string): type is OperationRequestType {
  return Object.hasOwn(shapes, type);
}
