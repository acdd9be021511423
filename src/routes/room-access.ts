import { getLogger } from '@logtape/logtape';
import { mayJoinRoom, mayPublish, type RoomAccess } from '../auth/policy';
import type { DocumentApi } from '../documents/api';
import type { RoomAnswer, RoomApi, RoomRequest } from '../inbox/rooms/room-api';
import type { Outcome, Refusal } from '../protocol/codes';
import type { Identity, Role } from '../protocol/roles';
import { parseRoomName, type RoomName } from '../protocol/rooms';
import { isDocumentId } from './document-ids';
import { documentObject } from './document-objects';
import { isUnreachable } from './unreachable';

const logger = getLogger(['triptrip', 'room']);

/** What somebody wants of a room: to be told what happens there, or to say something. */
export type RoomWish = 'join' | 'publish';

/**
 * Asks a room's object as somebody, when they may. Of a room that they may not even join they are told that there is
 * nothing.
 */
export async function askRoom<T>(
  env: Env,
  identity: Identity,
  roomId: string,
  wish: RoomWish,
  ask: (room: RoomApi) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const name = parseRoomName(roomId);
  if (name === null || (name.kind === 'trip' && !isDocumentId(name.key))) return refused({ code: 'not-found' });
  return reached(roomId, async () => {
    const refusal = await refusalOf(env, identity, name, wish);
    return refusal === null ? ask(roomObject(env, roomId)) : refused(refusal);
  });
}

/** What an inbox asks of a room for its person. Never throws. */
export async function askRoomFor(env: Env, request: RoomRequest): Promise<RoomAnswer> {
  return { request, outcome: await outcomeOf(env, request) };
}

/** The object of a room, by the room's name. */
export function roomObject(env: Env, roomId: string): RoomApi {
  // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
  return env.ROOMS.getByName(roomId) as unknown as RoomApi;
}

async function outcomeOf(env: Env, request: RoomRequest): Promise<RoomAnswer['outcome']> {
  const { roomId, identity } = request;
  try {
    // Everybody may leave, also who has just lost the right to be there.
    if (request.kind === 'leave') return await reached(roomId, () => roomObject(env, roomId).leave(request.personId));
    // It was let in before; whoever may not be there any more is put out by the end of their access.
    if (request.kind === 'resume') {
      return await reached(roomId, () => roomObject(env, roomId).resume(request.personId, request.cursor));
    }
    if (identity === null) return refused({ code: 'unauthenticated' });
    if (request.kind === 'join') {
      const person = { id: identity.id, name: request.person.name };
      return await askRoom(env, identity, roomId, 'join', (room) => room.join(person, request.cursor));
    }
    const message = { ...request.message, sentBy: identity.id, retain: false };
    return await askRoom(env, identity, roomId, 'publish', (room) => room.message(message));
  } catch (error) {
    logger.error('a room could not be asked', { room: roomId, error: String(error) });
    return refused({ code: 'unavailable' });
  }
}

/** Why somebody may not do this; null when they may. */
async function refusalOf(env: Env, identity: Identity, name: RoomName, wish: RoomWish): Promise<Refusal | null> {
  const role = name.kind === 'trip' ? await roleInTrip(env, identity, name.key) : null;
  const access: RoomAccess = { name, role };
  if (wish === 'join' ? mayJoinRoom(identity, access) : mayPublish(identity, access)) return null;
  return { code: mayJoinRoom(identity, access) || name.kind !== 'trip' ? 'forbidden' : 'not-found' };
}

/** The role somebody has in a trip that is there; null for none. */
async function roleInTrip(env: Env, identity: Identity, tripId: string): Promise<Role | null> {
  const trip = documentObject(env, 'trip', tripId) as unknown as DocumentApi;
  const members = await trip.members(identity);
  if (!members.ok) return null;
  return members.value.find(({ id }) => id === identity.id)?.role ?? null;
}

async function reached<T>(roomId: string, ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await ask();
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    logger.warn('the object of a room could not be reached', { room: roomId, error: String(error) });
    return refused({ code: 'unavailable' });
  }
}

function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
