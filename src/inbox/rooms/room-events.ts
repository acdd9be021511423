import type { NewEvent } from '../api';
import { derivedId } from '../intake/draft';
import { isTold, type LoggedEvent } from './logged-event';

/** What people are told of a part of the log. */
export interface Telling {
  readonly events: readonly NewEvent[];
  /** Whose coming or going is told: they are not told of it themselves. */
  readonly about: ReadonlySet<string>;
}

/** The events for people's streams in a part of the log. `cursorAt` writes a cursor of this room. */
export function tellingOf(roomId: string, logged: readonly LoggedEvent[], cursorAt: (offset: number) => string): Telling {
  const told = logged.filter(isTold);
  return {
    events: told.map((event) => newEvent(roomId, event, cursorAt(event.offset))),
    about: new Set(told.flatMap((event) => (event.kind === 'message' ? [] : [event.person.id]))),
  };
}

/** The events of a telling for one person. */
export function toldTo(person: string, { events, about }: Telling): readonly NewEvent[] {
  return about.has(person) ? events.filter((event) => !isAbout(person, event)) : events;
}

/** That somebody may have missed something of a room. */
export function resetEvent(roomId: string, cursor: string): NewEvent {
  return { type: 'room:reset', data: { room_id: roomId, room_cursor: cursor }, id: derivedId('room-reset', roomId, cursor) };
}

function newEvent(roomId: string, event: LoggedEvent, cursor: string): NewEvent {
  // The same for everybody, and however often it is told.
  const id = derivedId('room-event', roomId, cursor);
  if (event.kind !== 'message') {
    return { type: `presence:${event.kind}`, data: { room_id: roomId, user: event.person }, id };
  }
  const { event: name, data, sentBy } = event;
  return {
    type: 'room:message',
    data: { room_id: roomId, event: name, data, room_cursor: cursor, sent_by: sentBy },
    id,
    correlationId: event.id,
  };
}

function isAbout(person: string, event: NewEvent): boolean {
  return (event.type === 'presence:joined' || event.type === 'presence:left') && event.data.user.id === person;
}
