import { afterEach, describe, expect, it, vi } from 'vitest';
import { eventSchema } from '../../../src/documents/event';
import type { DocumentSchema } from '../../../src/documents/schema';
import { tripSchema } from '../../../src/documents/trip';
import { encodeAwareness } from '../../../src/protocol/awareness';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { person } from '../../support/engine-harness';
import { JsonClient } from './operation-sessions/json-client';
import { Room } from './room';

/** What SQLite is not asked for: its implementation keeps these in memory. */
const remembered = new Set(['log.head', 'log.tailSize']);

/** Notes each call of the storage and each timer that is set, from now on. */
function costsOf({ storage, timers }: Room['harness']): string[] {
  const costs: string[] = [];
  const watch = (owner: object, key: string, name: string): void => {
    const work = Reflect.get(owner, key) as (...parameters: unknown[]) => unknown;
    Reflect.set(owner, key, (...parameters: unknown[]) => {
      if (!remembered.has(name)) costs.push(name);
      return work.apply(owner, parameters);
    });
  };
  watch(storage, 'transact', 'transact');
  for (const [store, methods] of Object.entries(storage)) {
    if (typeof methods === 'object') for (const key of Object.keys(methods)) watch(methods, key, `${store}.${key}`);
  }
  watch(timers, 'at', 'alarm');
  watch(timers, 'soon', 'timer');
  return costs;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what is done very often', () => {
  it.each<[string, DocumentSchema, string]>([
    ['in what the list of trips shows', tripSchema, 'title'],
    ['in the rest of a trip', tripSchema, 'notes'],
    ['in what lists show of an event', eventSchema, 'title'],
    ['in the rest of an event', eventSchema, 'description'],
  ])('[W3] another letter %s is one row in one transaction, and a frame for each reader', (_, schema, field) => {
    const room = new Room({ schema });
    const [anna, ben] = [room.join('anna', { sdk: true }), room.join('ben', { sdk: true })];
    for (const { doc } of [anna, ben]) {
      doc.getText(field).insert(0, 'a');
      room.settle();
    }
    const costs = costsOf(room.harness);
    room.harness.journal.length = 0;
    anna.doc.getText(field).insert(0, 'b');
    anna.sendUpdates();
    expect(costs).toEqual(['transact', 'log.append']);
    expect(room.harness.journal).toEqual(['append', `send ${ben.session}`, `send ${anna.session}`]);
  });

  it('[W3] a letter that makes a compaction due waits for no alarm to be set; what a crash prevents the next letter brings', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    anna.doc.getText('notes').insert(0, 'a');
    room.settle();
    const costs = costsOf(room.harness);
    anna.doc.getText('notes').insert(0, 'b'.repeat(limits.compactAfterBytes));
    anna.sendUpdates();
    expect(costs).toEqual(['transact', 'log.append', 'timer']);
    room.harness.crash();
    anna.reconnect();
    room.settle();
    expect(room.harness.storage.log.checkpoint()).toBeNull();
    anna.doc.getText('notes').insert(0, 'c');
    room.settle();
    expect(room.harness.storage.log.checkpoint()?.version).toBe(3);
  });

  it('[P6] a cursor is read once and written once, where nobody is told of it as JSON operations', () => {
    const room = new Room();
    const [anna, ben] = [room.join('anna', { sdk: true }), room.join('ben', { sdk: true })];
    const move = (clock: number): void => {
      const entry = { client: anna.doc.clientID, clock, state: `{"cursor":${clock}}` };
      room.harness.send(anna.session, { type: 'awareness', payload: encodeAwareness([entry]) });
    };
    move(1);
    room.settle();
    room.harness.journal.length = 0;
    const [read, written] = [vi.spyOn(JSON, 'parse'), vi.spyOn(JSON, 'stringify')];
    const costs = costsOf(room.harness);
    move(2);
    expect([read.mock.calls.length, written.mock.calls.length]).toEqual([1, 1]);
    expect([costs, room.harness.journal]).toEqual([['timer'], [`send ${ben.session}`]]);
  });

  it('[O15] who subscribes after a while in which nobody did is told rightly who comes and goes', () => {
    const room = new Room();
    const announce = (id: string, client = room.join(id, { sdk: true })) => {
      const entry = { client: client.doc.clientID, clock: 1, state: '{"cursor":1}' };
      room.harness.send(client.session, { type: 'awareness', payload: encodeAwareness([entry]) });
      return client;
    };
    const anna = announce('anna');
    const first = JsonClient.join(room.harness, person('chloe'));
    first.say('UNSUBSCRIBE', { resource_id: 'trip' });
    const ben = announce('ben');
    room.harness.disconnect(anna.session);
    const second = new JsonClient(room.harness, person('owner'));
    second.subscribe();
    expect(second.one('PRESENCE_STATE').presences).toMatchObject([{ user_id: 'ben' }]);
    expect(second.take()).toEqual([]);
    anna.reconnect();
    announce('anna', anna);
    expect(second.one('PRESENCE_JOIN')).toMatchObject({ user_id: 'anna' });
    room.harness.disconnect(ben.session);
    expect(second.one('PRESENCE_LEAVE')).toMatchObject({ user_id: 'ben' });
  });
});
