import * as Y from 'yjs';
import type { Patch } from '../../../../src/documents/api';
import { type EventView, eventSchema } from '../../../../src/documents/event';
import type { Refusal } from '../../../../src/protocol/codes';
import { person } from '../../../support/engine-harness';
import type { TestClient } from '../../../support/test-client';
import { Room } from '../room';

/** An event with two editors, whose client ids are 10 and 20. */
export function eventPair(): { room: Room; low: TestClient; high: TestClient } {
  const room = new Room({ schema: eventSchema });
  const low = room.join('anna', { clientId: 10, sdk: true });
  const high = room.join('ben', { clientId: 20, sdk: true });
  return { room, low, high };
}

export function eventOf(room: Room): EventView {
  return room.view() as unknown as EventView;
}

/** The registers of a client's copy. */
export function details(client: TestClient): Y.Map<unknown> {
  return client.doc.getMap('details');
}

/** An element as a client makes it that knows what elements are. */
export function newElement(values: Readonly<Record<string, unknown>>): Y.Map<unknown> {
  return new Y.Map(Object.entries(values));
}

/** Merges over HTTP. Answers the event, or why not. */
export function merge(room: Room, patch: object, by = 'ben'): EventView | Refusal {
  return send(room, { kind: 'merge-patch', patch }, by);
}

export function patch(room: Room, operations: readonly object[], by = 'ben'): EventView | Refusal {
  return send(room, { kind: 'json-patch', operations }, by);
}

function send(room: Room, change: Patch, by: string): EventView | Refusal {
  const patched = room.harness.service.patch(person(by), change, '*');
  return patched.ok ? (JSON.parse(JSON.stringify(patched.value.view)) as EventView) : patched.refusal;
}
