import type { HubMessage, HubRequest, HubRequestType } from '../../protocol/hub-messages';
import { isDeeperThan } from '../../protocol/json-depth';
import { fieldLimits, hubLimits, inboxLimits, restLimits } from '../../protocol/limits';
import { type Check, optional, type Shape, text } from '../../protocol/message-shape';

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

const token = text(hubLimits.maxMessageBytes);
const cursor = text(64);
const roomId = text(160);
const id = text(fieldLimits.maxIdChars);
const time: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const count: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= hubLimits.maxEventsPerPage;
const base64: Check = (value) => typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0;
const json: Check = (value) => value !== undefined && !isDeeperThan(value, restLimits.maxJsonDepth);

/** What the data of each message has to be. Members that are not named are ignored. */
const shapes: Readonly<Record<Exclude<HubRequestType, 'batch'>, Shape>> = {
  auth: { token },
  'auth:refresh': { token },
  'sync:ack': { cursor },
  'sync:request': { cursor: optional(orNull(cursor)), limit: optional(count) },
  'inbox:sync': { state_vector: base64, update: optional(base64) },
  'room:join': { room_id: roomId, cursor: optional(cursor) },
  'room:leave': { room_id: roomId },
  'room:message': { room_id: roomId, event: text(inboxLimits.maxTypeChars), data: json },
  'notification:read': { notification_id: id },
  'notification:unread': { notification_id: id },
  'notification:read_all': {},
  'notification:dismiss': { notification_id: id },
  'notification:snooze': { notification_id: id, until: time },
  'notification:action': { notification_id: id, action_id: id },
  'presence:update': { status: (value) => value === 'active' || value === 'idle' },
};

/** A message that can be handled, or why it cannot. */
export type ReadRequest =
  | { readonly kind: 'request'; readonly request: Exclude<HubRequest, { type: 'batch' }> }
  | { readonly kind: 'unknown-type' }
  | { readonly kind: 'wrong-field'; readonly field: string };

/** Checks the data of a message against the shape of its type. */
export function readRequest(message: HubMessage): ReadRequest {
  if (!isRequestType(message.type)) return { kind: 'unknown-type' };
  const data = message.data as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(shapes[message.type]).find(
    ([field, fits]) => !fits(Object.hasOwn(data, field) ? data[field] : undefined),
  );
  if (wrong !== undefined) return { kind: 'wrong-field', field: wrong[0] };
  return { kind: 'request', request: message as Exclude<HubRequest, { type: 'batch' }> };
}

function isRequestType(type: string): type is keyof typeof shapes {
  return Object.hasOwn(shapes, type);
}
