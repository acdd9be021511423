import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { EngineHarness, person, twoEditors } from '../../support/engine-harness';
import { Room, takeNotices } from './room';

describe('roles', () => {
  it('[A7] who is no member is closed, and an administrator is not', () => {
    const room = new EngineHarness(twoEditors);
    expect(room.closed.get(room.connect(person('stranger')))).toEqual({ code: 4403, reason: 'not a member' });
    expect(room.closed.has(room.connect(person('admin', { role: 'admin' })))).toBe(false);
    expect(room.closed.get(room.connect(person('robot', { role: 'service' })))?.code).toBe(4403);
  });

  it('[A6][A7] a role change acts on the next frame of every open socket, and each is told', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    const tablet = room.join('anna', { sdk: true });
    for (const client of [anna, tablet]) client.received.length = 0;
    room.harness.service.membership.put(person('owner'), { id: 'anna', role: 'viewer', name: 'Anna', avatar: null });
    for (const client of [anna, tablet]) {
      client.doc.getText('title').insert(0, 'x');
      client.settle();
      expect(client.frames('session')).toMatchObject([{ message: { role: 'viewer' } }]);
      expect(client.frames('refused')).toMatchObject([{ code: 'forbidden' }]);
    }
    expect(room.view().title).toBe('');
    room.harness.service.membership.put(person('owner'), { id: 'anna', role: 'editor', name: 'Anna', avatar: null });
    room.join('anna', { sdk: true }).doc.getText('title').insert(0, 'y');
    room.settle();
    expect(room.view().title).toContain('y');
  });

  it('[A7][W7] what an editor sent before the role change is kept', () => {
    const room = new Room();
    room.crowd(40);
    const anna = room.join('anna', { sdk: true });
    for (let i = 0; i < 50; i++) anna.doc.getText('title').insert(0, 'x');
    anna.sendUpdates();
    room.harness.service.membership.put(person('owner'), { id: 'anna', role: 'viewer', name: 'Anna', avatar: null });
    expect(room.view().title).toBe('x'.repeat(50));
  });

  it('[A7] a removed member’s sockets are closed at once, and what they sent before is kept', () => {
    const room = new Room();
    const anna = room.join('anna');
    const tablet = room.join('anna', { sdk: true });
    const ben = room.join('ben');
    anna.doc.getText('title').insert(0, 'x');
    anna.sendUpdates();
    room.harness.service.membership.remove(person('owner'), 'anna');
    for (const { session } of [anna, tablet]) {
      expect(room.harness.closed.get(session)).toEqual({ code: 4403, reason: 'membership ended' });
    }
    expect(ben.isOpen).toBe(true);
    expect(room.view().title).toBe('x');
    const head = room.harness.storage.log.head();
    anna.doc.getText('title').insert(0, 'y');
    anna.sendUpdates();
    expect(room.harness.storage.log.head()).toBe(head);
  });

  it('[A8] an SDK viewer is refused each update, and told once', () => {
    const room = new Room({ members: { vera: 'viewer', anna: 'editor' } });
    const vera = room.join('vera', { sdk: true });
    takeNotices(vera);
    vera.doc.getText('title').insert(0, 'x');
    vera.doc.getText('title').insert(0, 'y');
    vera.sendUpdates();
    vera.receive();
    expect(vera.frames('refused').map(({ code }) => code)).toEqual(['forbidden', 'forbidden']);
    expect(takeNotices(vera)).toEqual([{ code: 'read-only' }]);
    expect(room.view().title).toBe('');
    expect(vera.isOpen).toBe(true);
  });

  it('[A8] a stock viewer is told once, by an Auth frame, also over hibernation', () => {
    const room = new Room({ members: { vera: 'viewer', anna: 'editor' } });
    const vera = room.join('vera');
    for (let i = 0; i < 3; i++) {
      vera.doc.getText('title').insert(0, 'x');
      vera.sendUpdates();
      if (i === 1) room.harness.hibernate();
    }
    vera.receive();
    expect(vera.frames('denied')).toHaveLength(1);
    expect(vera.received.every(({ type }) => ['update', 'step1', 'step2', 'denied', 'awareness'].includes(type))).toBe(true);
  });

  it('[A8] what only deletes is dropped silently', () => {
    for (const sdk of [true, false]) {
      const room = new Room({ members: { vera: 'viewer', anna: 'editor' } });
      const anna = room.join('anna');
      anna.doc.getText('title').insert(0, 'Kyoto');
      room.settle();
      const vera = room.join('vera', { sdk });
      vera.received.length = 0;
      vera.doc.getText('title').delete(0, 2);
      vera.settle();
      expect(vera.received.filter(({ type }) => type !== 'saved')).toEqual([]);
      expect(room.view().title).toBe('Kyoto');
    }
  });

  it('[A8] the answer of a viewer that has only what the document has is nothing to be told of', () => {
    for (const isBuilt of [true, false]) {
      const room = new Room({ members: { vera: 'viewer', anna: 'editor' } });
      const anna = room.join('anna');
      anna.doc.getText('title').insert(0, 'Kyoto');
      anna.doc.getText('title').delete(0, 2);
      room.settle();
      const vera = room.join('vera', { sdk: true });
      room.harness.hibernate();
      if (isBuilt) room.view();
      vera.received.length = 0;
      room.harness.send(vera.session, { type: 'step2', update: Y.encodeStateAsUpdate(vera.doc), n: 7 });
      vera.receive();
      expect(vera.received).toMatchObject([{ type: 'saved', n: 7 }]);
    }
  });
});
