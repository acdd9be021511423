import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Notice } from '../../../src/documents/api';
import { fieldLimits } from '../../../src/protocol/limits';
import { person } from '../../support/engine-harness';
import type { TestClient } from '../../support/test-client';
import { Room } from './room';

/** People's inboxes, as far as a document sees them: what was told under one id is told once. */
class Inboxes {
  readonly told = new Map<string, Notice[]>();
  readonly #seen = new Set<string>();
  /** Who cannot be reached at the moment. */
  readonly away = new Set<string>();

  constructor(readonly room: Room) {}

  /** Takes what was sent since the last call, and answers it to the document. */
  take(answer: 'answered' | 'answer lost' = 'answered'): Notice[] {
    const sent = this.room.harness.notices.splice(0);
    for (const notice of sent) {
      const missing = notice.to.filter((one) => this.away.has(one));
      for (const one of notice.to) if (!missing.includes(one)) this.#give(one, notice);
      if (answer === 'answered') this.room.harness.engine.notices.delivered(notice.id, missing);
    }
    return sent;
  }

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 500) {
      this.room.harness.advance(500);
      this.take();
    }
  }

  /** What somebody was told, shortly. */
  of(id: string): string[] {
    return (this.told.get(id) ?? []).map(({ kind, by, role }) => [kind, by?.id ?? 'several', role].filter(Boolean).join(' '));
  }

  #give(one: string, notice: Notice): void {
    const key = `${notice.id} ${one}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.told.set(one, [...(this.told.get(one) ?? []), notice]);
  }
}

function start(): { room: Room; inboxes: Inboxes; anna: TestClient; ben: TestClient } {
  const room = new Room({ members: { anna: 'editor', ben: 'editor' } });
  const inboxes = new Inboxes(room);
  const [anna, ben] = [room.join('anna'), room.join('ben', { sdk: true })];
  inboxes.pass(60_000);
  inboxes.told.clear();
  return { room, inboxes, anna, ben };
}

function type(client: TestClient, text = 'x'): void {
  client.doc.getText('title').insert(0, text);
  client.settle();
}

function addItem(client: TestClient, id: string): void {
  client.doc.getArray('itinerary').push([new Y.Map<unknown>([['id', id]])]);
  client.settle();
}

describe('edits', () => {
  it('[B2] every member but the author is told, once for what comes within a moment', () => {
    const { inboxes, anna } = start();
    for (let index = 0; index < 20; index++) type(anna);
    inboxes.pass(5_000);
    expect(inboxes.of('owner')).toEqual(['updated anna']);
    expect(inboxes.of('ben')).toEqual(['updated anna']);
    expect(inboxes.of('anna')).toEqual([]);
    expect(inboxes.told.get('ben')?.[0]).toMatchObject({ documentId: 'trip', version: 20, title: '' });
  });

  it('[B2] of what several edited each of them is told', () => {
    const { inboxes, anna, ben } = start();
    type(anna);
    type(ben);
    inboxes.pass(5_000);
    for (const id of ['owner', 'anna', 'ben']) expect(inboxes.of(id), id).toEqual(['updated several']);
  });

  it('[B2] while edits go on, what lists show is told soon, and the rest now and then', () => {
    const { inboxes, anna } = start();
    const note = () => {
      anna.doc.getText('notes').insert(0, 'x');
      anna.settle();
    };
    for (let second = 0; second < 60; second++) {
      note();
      inboxes.pass(1_000);
    }
    expect(inboxes.of('ben').length).toBeGreaterThanOrEqual(3);
    expect(inboxes.of('ben').length).toBeLessThanOrEqual(5);
    const before = inboxes.of('ben').length;
    type(anna);
    inboxes.pass(2_000);
    expect(inboxes.of('ben')).toHaveLength(before + 1);
  });

  it('[B2] while what lists show is edited all the time, it is told every ten seconds, and when that ends', () => {
    const { inboxes, anna } = start();
    const told = () => inboxes.of('ben').length;
    for (let step = 0; step < 60; step++) {
      type(anna);
      inboxes.pass(500);
      if (step === 4) expect(told()).toBe(1);
    }
    expect(told()).toBe(3);
    inboxes.pass(4_000);
    expect(told()).toBe(4);
    // Somebody who now and then changes something is told of soon.
    for (let step = 0; step < 5; step++) {
      type(anna);
      inboxes.pass(2_000);
      expect(told()).toBe(5 + step);
      inboxes.pass(1_000);
    }
    inboxes.pass(120_000);
    expect(told()).toBe(9);
  });

  it('[B2] nobody is told of what somebody does alone', () => {
    const room = new Room({ members: {} });
    const owner = room.join('owner');
    type(owner);
    addItem(owner, 'a');
    room.harness.advance(120_000);
    expect(room.harness.notices).toEqual([]);
    expect(room.harness.storage.notices.all()).toEqual([]);
  });

  it('[B4] who does not have it open is notified of items that somebody added or changed, once a minute', () => {
    const { inboxes, anna } = start();
    for (let second = 0; second < 90; second++) {
      addItem(anna, `item${second}`);
      inboxes.pass(1_000);
    }
    inboxes.pass(60_000);
    const notified = (id: string) => inboxes.of(id).filter((what) => what.startsWith('items'));
    expect(notified('owner')).toEqual(['items-changed anna', 'items-changed anna']);
    expect(inboxes.told.get('owner')?.find(({ kind }) => kind === 'items-changed')).toMatchObject({
      by: { id: 'anna', name: 'ANNA' },
    });
    expect(notified('anna')).toEqual([]);
    expect(notified('ben')).toEqual([]);
  });

  it('[B4] edits of anything else notify nobody', () => {
    const { inboxes, anna } = start();
    type(anna);
    inboxes.pass(120_000);
    expect(inboxes.of('owner')).toEqual(['updated anna']);
  });

  it('an append that fails leaves no notice', () => {
    const { room, inboxes, anna } = start();
    room.harness.storage.beforeCommit = () => {
      throw new Error('the disk is full');
    };
    type(anna);
    room.harness.storage.beforeCommit = () => undefined;
    inboxes.pass(10_000);
    expect(inboxes.told.size).toBe(0);
  });
});

describe('members', () => {
  const put = (room: Room, id: string, role: 'editor' | 'viewer') =>
    room.harness.service.membership.put(person('owner'), { id, role, name: id.toUpperCase(), avatar: null });

  it('[B3] who is added by somebody else, gets another role, or is removed is told so', () => {
    const { room, inboxes, anna } = start();
    type(anna, 'Kyoto');
    inboxes.pass(5_000);
    inboxes.told.clear();
    put(room, 'dora', 'viewer');
    inboxes.pass(5_000);
    expect(inboxes.of('dora')).toEqual(['invited owner viewer', 'updated owner']);
    expect(inboxes.told.get('dora')?.[0]).toMatchObject({ title: 'Kyoto', by: { name: 'OWNER' } });
    put(room, 'dora', 'editor');
    put(room, 'dora', 'editor');
    inboxes.pass(5_000);
    room.harness.service.membership.remove(person('owner'), 'dora');
    inboxes.pass(5_000);
    expect(inboxes.of('dora').slice(2)).toEqual(['role-changed owner editor', 'updated owner', 'gone owner', 'removed owner']);
    expect(inboxes.of('anna')).toEqual(['updated owner', 'updated owner', 'updated owner']);
    expect(inboxes.of('owner')).toEqual([]);
  });

  it('[B3] who leaves, or accepts an invitation, is not told what they did', () => {
    const { room, inboxes } = start();
    const invite = room.harness.service.invitations.create(person('owner'), { role: 'viewer', expiresIn: 3_600, maxUses: null });
    if (!invite.ok) throw new Error(invite.refusal.code);
    room.harness.service.invitations.accept(person('dora'), '1'.padStart(43, '0'));
    inboxes.pass(5_000);
    expect(room.harness.engine.state.members().has('dora')).toBe(true);
    expect(inboxes.of('dora')).toEqual([]);
    expect(inboxes.of('owner')).toEqual(['updated dora']);
    room.harness.service.membership.remove(person('dora'), 'dora');
    inboxes.pass(5_000);
    expect(inboxes.of('dora')).toEqual(['gone dora']);
  });

  it('[B3] a handed over document tells the new owner', () => {
    const { room, inboxes } = start();
    room.harness.service.membership.transfer(person('owner'), 'anna');
    inboxes.pass(5_000);
    expect(inboxes.of('anna')).toEqual(['role-changed owner owner', 'updated owner']);
    expect(inboxes.of('owner')).toEqual([]);
  });

  it('[B3] who is added again before they were told has not lost it', () => {
    const { room, inboxes } = start();
    inboxes.away.add('ben');
    room.harness.service.membership.remove(person('owner'), 'ben');
    room.harness.advance(10);
    inboxes.take();
    put(room, 'ben', 'viewer');
    inboxes.away.clear();
    inboxes.pass(60_000);
    expect(inboxes.of('ben')).toEqual(['invited owner viewer', 'updated owner']);
  });

  it('[B2] a deleted document is gone for everybody; what was to be told of it is not', () => {
    const { room, inboxes, anna } = start();
    type(anna);
    addItem(anna, 'a');
    room.harness.service.delete(person('owner'));
    inboxes.pass(120_000);
    expect(inboxes.of('owner')).toEqual(['gone owner']);
    for (const id of ['anna', 'ben']) expect(inboxes.of(id), id).toEqual(['gone owner', 'deleted owner']);
    room.harness.service.restore(person('owner'));
    inboxes.pass(5_000);
    expect(inboxes.of('anna')).toEqual(['gone owner', 'deleted owner', 'updated owner']);
  });

  it('[B3] who is a member of a deleted trip is told who deleted which', () => {
    const { room, inboxes, anna } = start();
    type(anna, 'Kyoto');
    inboxes.pass(5_000);
    inboxes.told.clear();
    room.harness.service.delete(person('owner'));
    inboxes.pass(5_000);
    const told = inboxes.told.get('ben')?.find(({ kind }) => kind === 'deleted');
    expect(told).toMatchObject({ title: 'Kyoto', by: { id: 'owner', name: 'OWNER' }, to: ['anna', 'ben'] });
  });

  it('[V7] shows the beginning of a title', () => {
    const { room, inboxes, anna } = start();
    type(anna, 'x'.repeat(100_000));
    room.harness.service.delete(person('owner'));
    inboxes.pass(5_000);
    const told = inboxes.told.get('ben')?.find(({ kind }) => kind === 'deleted');
    expect(told?.title).toBe('x'.repeat(fieldLimits.maxListedTitleChars));
  });

  it('[B3] nobody is told of the deletion of a trip that was restored before, or of one that was theirs alone', () => {
    const { room, inboxes } = start();
    inboxes.away.add('ben');
    room.harness.service.delete(person('owner'));
    room.harness.advance(10);
    inboxes.take();
    room.harness.service.restore(person('owner'));
    inboxes.away.clear();
    inboxes.pass(60_000);
    expect(inboxes.of('ben')).toEqual(['updated owner']);
    const alone = new Inboxes(new Room({ members: {} }));
    alone.room.harness.service.delete(person('owner'));
    alone.pass(5_000);
    expect(alone.of('owner')).toEqual(['gone owner']);
  });
});

describe('telling', () => {
  it('[B1] what a crash interrupted is told again', () => {
    const { room, inboxes, anna } = start();
    type(anna);
    room.harness.crash();
    inboxes.pass(5_000);
    expect(inboxes.of('owner')).toEqual(['updated anna']);
    const again = room.join('anna');
    type(again);
    room.harness.advance(2_500);
    inboxes.take('answer lost');
    room.harness.crash();
    inboxes.pass(60_000);
    expect(inboxes.of('owner')).toEqual(['updated anna', 'updated anna']);
    expect(room.harness.storage.notices.all()).toEqual([]);
  });

  it('[B1] who cannot be reached is told later; the others only once', () => {
    const { room, inboxes, anna } = start();
    inboxes.away.add('ben');
    type(anna);
    inboxes.pass(30_000);
    expect(inboxes.of('owner')).toEqual(['updated anna']);
    room.harness.crash();
    inboxes.away.clear();
    const sent: Notice[] = [];
    for (let second = 0; second < 120; second++) {
      room.harness.advance(1_000);
      sent.push(...inboxes.take());
    }
    expect(inboxes.of('ben')).toEqual(['updated anna']);
    expect(sent.map(({ to }) => to)).toEqual([['ben']]);
  });

  it('[B1] who cannot be reached for a day is told no more', () => {
    const { room, inboxes, anna } = start();
    inboxes.away.add('ben');
    type(anna);
    let tries = 0;
    for (let minute = 0; minute < 48 * 60; minute++) {
      room.harness.advance(60_000);
      tries += inboxes.take().length;
    }
    expect(tries).toBeGreaterThan(200);
    expect(room.harness.storage.notices.all()).toEqual([]);
    expect(room.harness.timers.durable.has('notices')).toBe(false);
    expect(room.harness.reports.map(({ event }) => event)).toEqual(['notice given up']);
  });

  it('an edit that comes while a notice is on its way is told by the next one', () => {
    const { room, inboxes, anna } = start();
    type(anna);
    room.harness.advance(2_500);
    type(anna);
    inboxes.pass(30_000);
    expect(inboxes.told.get('ben')?.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('goes to sleep when everybody was told', () => {
    const { room, inboxes, anna } = start();
    type(anna);
    inboxes.pass(5_000);
    expect(room.harness.timers.durable.has('notices')).toBe(false);
  });
});
