import { describe, expect, it } from 'vitest';
import type { Projection } from '../../../src/documents/api';
import { person } from '../../support/engine-harness';
import { Room } from './room';

/** The lists, as the guarded upsert keeps them: an older projection never overwrites a newer one. */
class Lists {
  shown: Projection | null = null;

  constructor(readonly room: Room) {}

  /** Takes what was delivered since the last call, and answers it to the document. */
  take(answer: 'done' | 'failed' | 'lost answer' = 'done'): Projection[] {
    const delivered = this.room.harness.projections.splice(0);
    for (const projection of delivered) {
      if (answer !== 'failed' && projection.sequence > (this.shown?.sequence ?? -1)) this.shown = projection;
      if (answer === 'done') this.room.harness.engine.outbox.done(projection.sequence);
      if (answer === 'failed') this.room.harness.engine.outbox.failed();
    }
    return delivered;
  }

  /** Lets time pass and answers every delivery. */
  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 500) {
      this.room.harness.advance(500);
      this.take();
    }
  }
}

function start(): { room: Room; lists: Lists; type: (text: string) => void } {
  const room = new Room();
  const lists = new Lists(room);
  const anna = room.join('anna');
  lists.pass(5_000);
  return {
    room,
    lists,
    type: (text) => {
      if (!anna.isOpen) anna.reconnect();
      anna.doc.getText('title').insert(anna.doc.getText('title').length, text);
      anna.settle();
    },
  };
}

describe('the outbox to the lists', () => {
  it('tells the lists what they show of a document', () => {
    const { room, lists, type } = start();
    room.clients[0]?.doc.getMap('details').set('start_date', '2027-05-01');
    type('Kyoto');
    lists.pass(5_000);
    expect(lists.shown).toMatchObject({
      id: 'trip',
      kind: 'trip',
      version: room.harness.storage.log.head(),
      fields: { title: 'Kyoto', start_date: '2027-05-01', end_date: null, archived: null },
      calendar_id: null,
      deleted_at: null,
      owner_id: 'owner',
      members: [{ id: 'owner' }, { id: 'anna', role: 'editor' }, { id: 'ben' }, { id: 'chloe' }],
    });
  });

  it('tells many edits together', () => {
    const { room, lists, type } = start();
    for (let i = 0; i < 20; i++) {
      type('x');
      room.harness.advance(10);
    }
    room.harness.advance(2_000);
    expect(lists.take()).toHaveLength(1);
    expect(lists.shown?.fields.title).toBe('x'.repeat(20));
  });

  it('tells the lists less often while a document is very busy, and soon after', () => {
    const { room, lists, type } = start();
    const delivered = { count: 0 };
    const work = (seconds: number, editsPerSecond: number): void => {
      for (let edit = 0; edit < seconds * editsPerSecond; edit++) {
        type('x');
        room.harness.advance(1_000 / editsPerSecond);
        delivered.count += lists.take().length;
      }
    };
    work(10, 25);
    expect(delivered.count).toBe(2);
    room.harness.advance(2_000);
    delivered.count += lists.take().length;
    expect(lists.shown?.fields.title).toBe('x'.repeat(250));
    const before = delivered.count;
    work(10, 5);
    expect(delivered.count - before).toBeGreaterThanOrEqual(8);
  });

  it('goes to sleep when there is nothing to tell', () => {
    const { room, lists, type } = start();
    type('x');
    lists.pass(5_000);
    room.harness.advance(3_600_000);
    expect(lists.take()).toEqual([]);
    expect(room.harness.timers.durable.has('projection')).toBe(false);
  });

  it('tells an edit that came while the last projection was on its way', () => {
    const { room, lists, type } = start();
    type('a');
    room.harness.advance(1_000);
    expect(room.harness.projections).toHaveLength(1);
    type('b');
    lists.take();
    lists.pass(5_000);
    expect(lists.shown?.fields.title).toBe('ab');
  });

  it('tells edits of what the lists do not show as well, later', () => {
    const { room, lists } = start();
    const [anna] = room.clients;
    anna?.doc.getText('notes').insert(0, 'x');
    anna?.settle();
    lists.pass(60_000);
    expect(lists.shown).toMatchObject({ version: 1, updated_at: expect.stringMatching(/^2027-01-01T/) });
  });

  it('tells an edit again after a crash between the edit and the projection', () => {
    const { room, lists, type } = start();
    type('Kyoto');
    room.harness.crash();
    lists.pass(5_000);
    expect(lists.shown?.fields.title).toBe('Kyoto');
  });

  it('tells at once what the lists show, when it is asked for that', () => {
    const { room, lists } = start();
    const patch = (fields: object) => {
      room.harness.service.patch(person('owner'), { kind: 'merge-patch', patch: fields }, '*');
      return room.harness.engine.outbox.urgent();
    };
    expect(patch({ archived: true })).toMatchObject({ fields: { archived: true } });
    lists.pass(5_000);
    expect(patch({ description: 'x' })).toBeNull();
    expect(patch({ title: 'Kyoto' })).toMatchObject({ fields: { title: 'Kyoto' } });
  });

  it('tells it again after a crash while the projection was on its way', () => {
    const { room, lists, type } = start();
    type('Kyoto');
    room.harness.advance(1_000);
    expect(lists.take('lost answer')).toHaveLength(1);
    room.harness.crash();
    type(' in May');
    lists.pass(5_000);
    expect(lists.shown?.fields.title).toBe('Kyoto in May');
  });

  it('tries again when the lists cannot be written, less and less often, and succeeds in the end', () => {
    const { room, lists, type } = start();
    type('Kyoto');
    const attempts: number[] = [];
    for (let second = 0; second < 1_200; second++) {
      room.harness.advance(1_000);
      attempts.push(...lists.take('failed').map(() => second));
    }
    const gaps = attempts.slice(1).map((at, index) => at - (attempts[index] as number));
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(attempts.length).toBeGreaterThan(6);
    expect(attempts.length).toBeLessThan(20);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(300);
    lists.pass(301_000);
    expect(lists.shown?.fields.title).toBe('Kyoto');
  });

  it('an attempt that failed but had reached the lists does not hide what came later', () => {
    const { room, lists, type } = start();
    type('Kyoto');
    room.harness.advance(1_000);
    lists.take('lost answer');
    type(' in May');
    room.harness.engine.outbox.failed();
    lists.pass(10_000);
    expect(lists.shown?.fields.title).toBe('Kyoto in May');
  });

  it('an answer that comes late, or twice, never turns back what is done', () => {
    const { room, lists, type } = start();
    type('a');
    lists.pass(5_000);
    const old = (lists.shown?.sequence ?? 1) - 1;
    type('b');
    lists.pass(5_000);
    room.harness.engine.outbox.done(old);
    room.harness.engine.outbox.done(lists.shown?.sequence ?? 0);
    expect(room.harness.engine.outbox.pending()).toBeNull();
  });

  it('tells members, their names, and the end of a document', () => {
    const { room, lists } = start();
    room.harness.service.membership.put(person('owner'), { id: 'dora', role: 'viewer', name: 'Dora', avatar: null });
    lists.pass(3_000);
    expect(lists.shown?.members.map(({ id }) => id)).toContain('dora');
    room.join('dora', { identity: { name: 'Dora Maar', avatar: 'https://example.com/d.png' } });
    lists.pass(3_000);
    expect(lists.shown?.members.at(-1)).toMatchObject({ name: 'Dora Maar', avatar: 'https://example.com/d.png' });
    room.harness.service.membership.remove(person('owner'), 'dora');
    lists.pass(3_000);
    expect(lists.shown?.members.map(({ id }) => id)).not.toContain('dora');
    room.harness.service.delete(person('owner'));
    lists.pass(3_000);
    expect(lists.shown).toMatchObject({ deleted_at: expect.any(String) });
  });

  it('each projection has a higher number than the one before', () => {
    const { room, lists, type } = start();
    const sequences: number[] = [];
    for (let i = 0; i < 5; i++) {
      type('x');
      if (i === 2) room.harness.crash();
      room.harness.advance(2_000);
      sequences.push(...lists.take().map(({ sequence }) => sequence));
    }
    expect(sequences.length).toBeGreaterThanOrEqual(5);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  });
});
