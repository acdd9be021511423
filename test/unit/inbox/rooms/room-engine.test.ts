import { describe, expect, it } from 'vitest';
import { roomLimits } from '../../../../src/protocol/limits';
import { granted, RoomNetwork } from './room-network';

const hour = 60 * 60 * 1000;

describe('coming and going', () => {
  it('[G2] whoever joins is told who is there, and the others who came; again it is harmless', () => {
    const network = new RoomNetwork();
    network.join('anna');
    const state = network.join('ben');
    expect(state).toMatchObject({ roomId: 'hashtag:kyoto', userCount: 2, users: [{ id: 'anna', name: 'ANNA' }, { id: 'ben' }] });
    network.join('ben');
    network.pass(1_000);
    expect(network.inbox('anna').seen).toEqual(['+ben']);
    expect(network.inbox('ben').seen).toEqual([]);
    network.leave('ben');
    network.leave('ben');
    network.pass(1_000);
    expect(network.inbox('anna').seen).toEqual(['+ben', '-ben']);
    expect(network.state()).toMatchObject({ userCount: 1 });
  });

  it('[G2] whoever has left is not told any more', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.leave('anna');
    network.say('later');
    network.pass(60_000);
    expect(network.inbox('anna').said).toEqual([]);
  });

  it('[G2] in a room with many people nobody is told who comes and goes, and the list is short', () => {
    const network = new RoomNetwork({ maxPeopleTold: 3 });
    for (const id of ['anna', 'ben', 'chloe', 'dora', 'emil']) network.join(id);
    network.pass(1_000);
    expect(network.inbox('anna').seen).toEqual(['+ben', '+chloe']);
    expect(network.state()).toMatchObject({ userCount: 5, users: [{ id: 'anna' }, { id: 'ben' }, { id: 'chloe' }] });
    network.leave('emil');
    network.leave('dora');
    network.leave('chloe');
    network.pass(1_000);
    expect(network.inbox('anna').seen).toEqual(['+ben', '+chloe', '-chloe']);
  });

  it('[G2] a room takes no more people than it can have', () => {
    const network = new RoomNetwork({ maxPeople: 1 });
    network.join('anna');
    expect(network.room.engine.join({ id: 'ben', name: 'Ben' }, null)).toMatchObject({ refusal: { code: 'room-full' } });
    expect(network.join('anna').userCount).toBe(1);
  });

  it('asking makes nothing', () => {
    const network = new RoomNetwork();
    expect(network.state()).toMatchObject({ userCount: 0, retained: null });
    granted(network.room.engine.history(null, 10));
    network.leave('anna');
    expect(network.room.sql.rows('SELECT name FROM sqlite_master')).toEqual([]);
    expect(network.room.durable.size).toBe(0);
  });
});

describe('messages', () => {
  it('[G3] the same id again is the same message', () => {
    const network = new RoomNetwork();
    network.join('anna');
    const first = network.say('once', { id: 'm' });
    expect(network.say('once', { id: 'm' })).toEqual(first);
    network.room.crash();
    expect(network.say('once', { id: 'm' })).toEqual(first);
    network.pass(20_000);
    expect(network.inbox('anna').said).toEqual(['once']);
  });

  it('[G3] a message that is too large, or nameless, is refused, and nothing is stored', () => {
    const network = new RoomNetwork();
    expect(network.say('x'.repeat(roomLimits.maxMessageBytes))).toMatchObject({ refusal: { code: 'too-large' } });
    expect(network.say('あ'.repeat(Math.ceil(roomLimits.maxMessageBytes / 3)))).toMatchObject({ refusal: { code: 'too-large' } });
    expect(network.say('x', { event: '' })).toMatchObject({ refusal: { code: 'invalid' } });
    expect(network.room.sql.rows('SELECT name FROM sqlite_master')).toEqual([]);
  });

  it('[G3] over the rate a message is refused, with the time after which there is room', () => {
    const network = new RoomNetwork({ messageBurst: 2, messagesPerSecond: 10 });
    network.say(1);
    network.say(2);
    expect(network.say(3)).toMatchObject({ refusal: { code: 'rate-limited', extensions: { retryAfterMs: 100 } } });
    network.pass(100);
    expect(network.say(3)).toMatchObject({ ok: true });
  });

  it('[G3] messages of low priority are refused first', () => {
    const network = new RoomNetwork({ messageBurst: 4, messageReserve: 2, messagesPerSecond: 10 });
    expect(network.say(1, { priority: 'low' })).toMatchObject({ ok: true });
    expect(network.say(2, { priority: 'low' })).toMatchObject({ ok: true });
    expect(network.say(3, { priority: 'low' })).toMatchObject({
      refusal: { code: 'rate-limited', extensions: { retryAfterMs: 100 } },
    });
    expect(network.say(3)).toMatchObject({ ok: true });
    expect(network.say(4, { priority: 'high' })).toMatchObject({ ok: true });
    expect(network.say(5, { priority: 'high' })).toMatchObject({ refusal: { code: 'rate-limited' } });
  });

  it('[G3] the value that was kept last is given to whoever joins', () => {
    const network = new RoomNetwork();
    network.say({ price: 1 }, { retain: true });
    network.say({ price: 2 }, { retain: true });
    network.say('not this');
    expect(network.join('anna').retained).toEqual({ price: 2 });
  });

  it('[G3] when it cannot be stored, nobody is told, and the caller may come again', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.pass(1_000);
    network.room.sql.beforeEach = (query) => {
      if (query.startsWith('INSERT INTO taken')) throw new Error('the disk is full');
    };
    expect(network.say('lost')).toMatchObject({ refusal: { code: 'unavailable' } });
    network.room.sql.beforeEach = () => undefined;
    network.say('kept');
    network.pass(1_000);
    expect(network.inbox('anna').said).toEqual(['kept']);
    expect(network.room.reports).toHaveLength(1);
  });
});

describe('delivery', () => {
  it('[G4] on a quiet room a message is told at once', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.pass(1_000);
    network.say('now');
    network.settle();
    expect(network.inbox('anna').said).toEqual(['now']);
  });

  it('[G4] what comes shortly after one another is told together', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.pass(1_000);
    for (let index = 0; index < 50; index++) network.say(index);
    network.pass(roomLimits.batchMs - 1);
    expect(network.inbox('anna').said).toEqual([0]);
    network.pass(1);
    expect(network.inbox('anna').said).toHaveLength(50);
    expect(network.inbox('anna').deliveries).toBe(2);
  });

  it('[G4] a batch has so many events at most, and so many characters', () => {
    const network = new RoomNetwork({ maxBatchEvents: 10, maxBatchChars: 2_000 });
    network.join('anna');
    network.pass(1_000);
    for (let index = 0; index < 25; index++) network.say(index);
    network.pass(1_000);
    expect(network.inbox('anna').said).toHaveLength(25);
    const before = network.inbox('anna').deliveries;
    for (let index = 0; index < 4; index++) network.say('x'.repeat(1_500));
    network.pass(1_000);
    expect(network.inbox('anna').said).toHaveLength(29);
    expect(network.inbox('anna').deliveries - before).toBe(4);
  });

  it('[G4] a message of high priority does not wait', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.pass(1_000);
    network.say('first');
    network.settle();
    network.say('second', { priority: 'high' });
    network.settle();
    expect(network.inbox('anna').said).toEqual(['first', 'second']);
  });

  it('[G4] one person has one delivery at a time, in order', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.pass(1_000);
    network.say(1, { priority: 'high' });
    network.say(2, { priority: 'high' });
    expect(network.carried).toHaveLength(1);
    network.pass(roomLimits.batchMs);
    expect(network.inbox('anna').said).toEqual([1, 2]);
  });

  it('[G4] only so many are told at once; whoever is told later is told more at once', () => {
    const network = new RoomNetwork({ maxParallel: 2, maxPeopleTold: 0 });
    const crowd = ['anna', 'ben', 'chloe', 'dora', 'emil'];
    for (const id of crowd) network.join(id);
    network.pass(1_000);
    network.say('first');
    expect(network.carried).toHaveLength(2);
    network.say('second');
    expect(network.carried).toHaveLength(2);
    network.pass(1_000);
    for (const id of crowd) expect(network.inbox(id).said, id).toEqual(['first', 'second']);
    expect(crowd.map((id) => network.inbox(id).deliveries)).toEqual([1, 1, 1, 2, 2]);
  });

  it('[G4] whoever leaves while they are told makes room for others', () => {
    const network = new RoomNetwork({ maxParallel: 1, maxPeopleTold: 0 });
    for (const id of ['anna', 'ben']) network.join(id);
    network.pass(1_000);
    network.say('hello');
    const to = network.carried[0]?.to ?? '';
    network.leave(to);
    network.pass(1_000);
    expect(network.inbox(to === 'anna' ? 'ben' : 'anna').said).toEqual(['hello']);
  });

  it('[G4] a delivery that fails is tried again, less and less often, and holds nobody else up', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.join('ben');
    network.pass(1_000);
    const tries: number[] = [];
    network.say('hello');
    for (let second = 0; second < 300; second++) {
      for (const { to, arrive, answer } of network.carried.splice(0)) {
        if (to === 'anna') tries.push(second);
        answer(to === 'anna' ? 'failed' : arrive());
      }
      network.pass(1_000, false);
    }
    expect(network.inbox('ben').said).toEqual(['hello']);
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] as number));
    expect(gaps.slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(roomLimits.maxRetryMs / 1_000);
    network.pass(roomLimits.maxRetryMs);
    expect(network.inbox('anna').said).toEqual(['hello']);
  });

  it('[G4] what a crash interrupted is told again', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.pass(5_000);
    network.say('hello');
    network.carried.length = 0;
    network.room.crash();
    network.pass(20_000);
    expect(network.inbox('anna').said).toEqual(['hello']);
  });

  it('[G4] a quiet room sleeps', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.say('hello');
    network.pass(60_000);
    expect([...network.room.soon.keys(), ...network.room.durable.keys()]).toEqual(['tidy']);
  });
});

describe('cursors', () => {
  it('[G5] whoever comes back with a cursor is told what was missed', () => {
    const network = new RoomNetwork();
    const { cursor } = network.join('anna');
    network.leave('anna');
    network.say('missed');
    network.join('anna', cursor);
    network.say('new');
    network.pass(1_000);
    expect(network.inbox('anna').said).toEqual(['missed', 'new']);
    expect(network.inbox('anna').resets).toBe(0);
  });

  it('[G5] whoever comes without one is told what comes after', () => {
    const network = new RoomNetwork();
    network.say('before');
    network.join('anna');
    network.say('after');
    network.pass(1_000);
    expect(network.inbox('anna').said).toEqual(['after']);
  });

  it.each(['other:1', 'epoch1:999'])('[G5] a cursor of which the log knows nothing is answered by a reset: %s', (cursor) => {
    const network = new RoomNetwork();
    network.say('before');
    network.join('anna', cursor);
    network.pass(1_000);
    network.say('after');
    network.pass(1_000);
    expect(network.inbox('anna').events).toMatchObject([
      { type: 'room:reset', data: { room_id: 'hashtag:kyoto', room_cursor: 'epoch1:2' } },
      { data: { data: 'after' } },
    ]);
  });

  it('[G5] whoever falls behind what is kept is told of the gap, and goes on from now', () => {
    const network = new RoomNetwork({ maxEvents: 10, messageBurst: 1_000 });
    network.join('anna');
    network.pass(1_000);
    for (let index = 0; index < 300; index++) {
      network.say(index);
      for (const { answer } of network.carried.splice(0)) answer('failed');
    }
    network.pass(roomLimits.maxRetryMs);
    network.say('after');
    network.pass(1_000);
    expect(network.inbox('anna').resets).toBe(1);
    expect(network.inbox('anna').said).toEqual(['after']);
  });

  it('[G6] the history is read in pages, oldest first, and says when there is a gap', () => {
    const network = new RoomNetwork({ maxEvents: 150, messageBurst: 1_000 });
    network.join('anna');
    for (let index = 0; index < 5; index++) network.say(index);
    const first = granted(network.room.engine.history(null, 3));
    expect(first).toMatchObject({ messages: [{ data: 0 }, { data: 1 }, { data: 2 }], hasMore: true, reset: false });
    const second = granted(network.room.engine.history(first.cursor, 3));
    expect(second).toMatchObject({ messages: [{ data: 3 }, { data: 4 }], hasMore: false, reset: false });
    expect(second.cursor).toBe(network.state().cursor);
    for (let index = 5; index < 500; index++) network.say(index);
    const late = granted(network.room.engine.history(first.cursor, 1));
    expect(late.reset).toBe(true);
    expect(late.messages[0]?.data).toBeGreaterThan(2);
  });
});

describe('the end of things', () => {
  it('[G7] messages go after a day', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.say('old');
    for (let hours = 0; hours < 30; hours++) {
      network.pass(hour);
      network.join('anna');
    }
    expect(granted(network.room.engine.history(null, 10)).messages).toEqual([]);
  });

  it('[G7] an empty room goes after an hour without a message, and comes again as another one', () => {
    const network = new RoomNetwork();
    const { cursor } = network.join('anna');
    network.leave('anna');
    network.pass(hour / 2);
    network.say('still here', { retain: true });
    network.pass(hour - 1);
    expect(network.state().retained).toBe('still here');
    network.pass(1);
    expect(network.state()).toMatchObject({ retained: null, userCount: 0 });
    expect(network.room.durable.size).toBe(0);
    network.join('anna', cursor);
    network.pass(1_000);
    expect(network.inbox('anna').resets).toBe(1);
  });

  it('[G7] a room with somebody in it stays', () => {
    const network = new RoomNetwork();
    network.say('x', { retain: true });
    network.join('anna');
    network.pass(20 * hour);
    expect(network.state()).toMatchObject({ retained: 'x', userCount: 1 });
  });

  it('[G7] whose inbox has not joined anew for a day is gone, and the others are told', () => {
    const network = new RoomNetwork();
    network.join('anna');
    network.join('ben');
    for (let hours = 0; hours < 25; hours++) {
      network.pass(hour);
      network.join('ben');
    }
    expect(network.state().users).toEqual([{ id: 'ben', name: 'BEN' }]);
    expect(network.inbox('ben').seen).toEqual(['-anna']);
  });
});

describe('large rooms', () => {
  const limits = { fanOutWidth: 2, maxPeopleTold: 4, messageBurst: 10_000, messagesPerSecond: 1_000 };
  const crowd = ['anna', 'ben', 'chloe', 'dora', 'emil', 'fritz', 'gina'];

  it('[G8] more people than one object tells are told by relays, everybody in order', () => {
    const network = new RoomNetwork(limits);
    for (const id of crowd) network.join(id);
    for (let index = 0; index < 20; index++) {
      network.say(index);
      network.pass(30);
    }
    network.pass(1_000);
    expect([...network.relays.keys()].sort()).toEqual([0, 1, 2]);
    for (const id of crowd) expect(network.inbox(id).said, id).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('[G8] the room itself makes no more deliveries at once than its width and its relays', () => {
    const network = new RoomNetwork(limits);
    for (const id of crowd) network.join(id);
    network.pass(1_000);
    network.say('x');
    expect(network.carried.map(({ to }) => to).sort()).toEqual(['anna', 'ben', 'relay 0', 'relay 1', 'relay 2']);
  });

  it('[G8] a relay that serves nobody is not told any more, and goes', () => {
    const network = new RoomNetwork(limits);
    for (const id of crowd) network.join(id);
    network.pass(1_000);
    network.leave('gina');
    network.pass(1_000);
    network.say('x');
    expect(network.carried.map(({ to }) => to)).not.toContain('relay 2');
    network.pass(2 * hour);
    expect(network.relay(2).sql.rows('SELECT name FROM sqlite_master')).toEqual([]);
    network.join('hugo');
    network.say('y');
    network.pass(1_000);
    expect(network.inbox('hugo').said).toEqual(['y']);
  });

  it('[G8] whoever comes back to a relay with a cursor is told what was missed', () => {
    const network = new RoomNetwork(limits);
    const cursors = crowd.map((id) => network.join(id).cursor);
    network.pass(1_000);
    network.leave('gina');
    network.say('missed');
    network.pass(1_000);
    network.join('gina', cursors.at(-1));
    network.say('new');
    network.pass(1_000);
    expect(network.inbox('gina').said).toEqual(['missed', 'new']);
  });

  it('[G8] a relay that falls behind what is kept learns anew whom it serves, and they are told of the gap', () => {
    const network = new RoomNetwork({ ...limits, maxEvents: 20 });
    for (const id of crowd.slice(0, 5)) network.join(id);
    network.pass(1_000);
    network.join('fritz');
    network.leave('chloe');
    for (let index = 0; index < 300; index++) {
      network.say(index);
      network.pass(20, false);
      for (const { to, arrive, answer } of network.carried.splice(0)) answer(to.startsWith('relay 0') ? 'failed' : arrive());
    }
    network.pass(2 * roomLimits.maxRetryMs);
    network.say('after');
    network.pass(1_000);
    expect(network.inbox('dora').resets).toBe(1);
    expect(network.inbox('dora').said.at(-1)).toBe('after');
    expect(network.inbox('chloe').said).not.toContain('after');
    expect(network.inbox('anna').said).toHaveLength(301);
  });

  it('[G8] a relay forgets the people of a room that has gone', () => {
    const network = new RoomNetwork(limits);
    for (const id of crowd) network.join(id);
    network.pass(1_000);
    const relay = network.relay(0);
    for (const id of crowd) network.leave(id);
    network.carried.length = 0;
    network.room.durable.delete('deliver');
    relay.durable.clear();
    network.pass(2 * hour, false);
    network.carried.length = 0;
    for (const id of ['one', 'two', 'three']) network.join(id);
    network.say('secret');
    network.pass(1_000);
    expect(network.inbox('three').said).toEqual(['secret']);
    for (const id of crowd) expect(network.inbox(id).said, id).toEqual([]);
  });
});
