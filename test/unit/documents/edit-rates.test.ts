import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { documentLimits as limits } from '../../../src/protocol/limits';
import type { TestClient } from '../../support/test-client';
import { Room } from './room';

const junk = Uint8Array.of(255);

/** An update that only writes, of about this size. */
function writing(bytes: number): Uint8Array {
  const doc = new Y.Doc();
  doc.getText('notes').insert(0, 'x'.repeat(bytes));
  return Y.encodeStateAsUpdate(doc);
}

/** A client that has sent nothing for a while. */
function restedClient(id: string): { room: Room; client: TestClient } {
  const room = new Room({ members: { anna: 'editor', vera: 'viewer' } });
  const client = room.join(id, { sdk: true });
  room.harness.advance(10_000);
  client.received.length = 0;
  return { room, client };
}

function send({ harness }: Room, { session }: TestClient, update: Uint8Array, n: number): void {
  harness.send(session, { type: 'update', update, n });
}

/** The numbers of what the server refused. */
function refused(client: TestClient): number[] {
  client.receive();
  return client.frames('refused').map(({ n }) => n);
}

describe('the rate of edits', () => {
  it('[L3] what an editor sends over the rate is dropped unread, and asked for', () => {
    const { room, client } = restedClient('anna');
    for (let n = 1; n <= limits.editBurst; n++) send(room, client, writing(1), n);
    send(room, client, junk, limits.editBurst + 1);
    expect(client.isOpen).toBe(true);
    client.receive();
    client.received.length = 0;
    room.harness.advance(1_000);
    client.receive();
    expect(client.frames('step1')).toHaveLength(1);
  });

  it('[L3][A8] what a viewer sends over the rate is dropped unread, and who goes on is closed', () => {
    const { room, client } = restedClient('vera');
    for (let n = 1; n <= limits.editBurst; n++) send(room, client, writing(1), n);
    expect(refused(client)).toHaveLength(limits.editBurst);
    for (let i = 1; i <= limits.editBurst; i++) send(room, client, junk, limits.editBurst + i);
    expect([client.isOpen, refused(client).length]).toEqual([true, limits.editBurst]);
    send(room, client, junk, 2 * limits.editBurst + 1);
    expect(room.harness.closed.get(client.session)?.code).toBe(4409);
  });

  it('[L3] a viewer who waits is read again, however much was dropped before', () => {
    const { room, client } = restedClient('vera');
    for (let n = 1; n <= 2 * limits.editBurst; n++) send(room, client, writing(1), n);
    room.harness.advance(1_000);
    send(room, client, writing(1), 500);
    expect(refused(client).at(-1)).toBe(500);
  });

  it('[L3] large updates of a viewer count as many: of those a document long, two are read at once', () => {
    const { room, client } = restedClient('vera');
    const large = writing(limits.maxDocumentBytes);
    for (let n = 1; n <= 5; n++) send(room, client, large, n);
    expect(refused(client)).toEqual([1, 2]);
    expect(client.isOpen).toBe(true);
  });

  it('[L3] that much was dropped of a viewer holds nothing back when they may edit', () => {
    const { room, client } = restedClient('vera');
    for (let n = 1; n <= limits.editBurst; n++) send(room, client, writing(1), n);
    room.harness.send(client.session, { type: 'step2', update: writing(1), n: 400 });
    room.harness.service.membership.put(
      { ...client.identity, id: 'owner' },
      { id: 'vera', role: 'editor', name: 'Vera', avatar: null },
    );
    room.harness.advance(10_000);
    send(room, client, writing(1), 500);
    client.receive();
    expect(client.saved).toBe(500);
  });
});
