import type { StepTaken } from '../../../../src/documents/api';
import type { Refusal } from '../../../../src/protocol/codes';
import { person } from '../../../support/engine-harness';
import type { TestClient } from '../../../support/test-client';
import { Room } from '../room';

/** Fills the log with edits of somebody who has no other part in it. */
export function appendRows(room: Room, count: number): void {
  const { log } = room.harness.storage;
  const head = log.head();
  const row = {
    atMs: room.harness.nowMs,
    actor: 'zoe',
    session: 'z',
    kind: 'edit',
    touched: [],
    bytes: new Uint8Array([0, 0]),
  } as const;
  log.append(Array.from({ length: count }, (_, index) => ({ ...row, version: head + 1 + index })));
}

/** Takes a step of somebody. Answers what it did, or why not. */
export function step(room: Room, by: string, kind: 'undo' | 'redo', id: string | null = null): StepTaken | Refusal {
  const taken = room.harness.service.history.step(person(by), { kind, id });
  room.settle();
  return taken.ok ? taken.value : taken.refusal;
}

export function versionsOf(room: Room, before: number | null = null, limit = 50) {
  const page = room.harness.service.history.versions(person('owner'), before, limit);
  if (!page.ok) throw new Error(page.refusal.code);
  return page.value;
}

/** The JSON view at a version. */
export function viewAt(room: Room, version: number): Record<string, unknown> {
  const view = room.harness.service.history.at(person('owner'), version);
  if (!view.ok) throw new Error(view.refusal.code);
  return JSON.parse(JSON.stringify(view.value.view)) as Record<string, unknown>;
}

/** What people write of a view. */
export function contentOfView(view: object): Record<string, unknown> {
  const { metadata: _metadata, collaborators: _collaborators, ...content } = view as Record<string, unknown>;
  return content;
}

export function restore(room: Room, by: string, version: number): Refusal | null {
  const restored = room.harness.service.history.restore(person(by), version);
  room.settle();
  return restored.ok ? null : restored.refusal;
}

export function revert(room: Room, by: string, request: { person: string; from: number; to: number }): Refusal | null {
  const reverted = room.harness.service.history.revert(person(by), request);
  room.settle();
  return reverted.ok ? null : reverted.refusal;
}

/** Anna and Ben, and what each of them writes is a step of its own. */
export function pair(): { room: Room; anna: TestClient; ben: TestClient; write: (work: () => void) => void } {
  const room = new Room();
  const anna = room.join('anna', { clientId: 10, sdk: true });
  const ben = room.join('ben', { clientId: 20, sdk: true });
  const write = (work: () => void) => {
    work();
    room.settle();
    room.harness.advance(1_000);
  };
  return { room, anna, ben, write };
}
