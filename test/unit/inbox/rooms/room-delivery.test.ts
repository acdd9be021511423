import { describe, expect, it } from 'vitest';
import { roomLimits } from '../../../../src/protocol/limits';
import { granted, RoomNetwork } from './room-network';

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

  it('[G4] what is said while some are told does not wait for all the others: they are told of it, too', () => {
    const network = new RoomNetwork({ maxParallel: 2, maxPeopleTold: 0 });
    const crowd = ['anna', 'ben', 'chloe', 'dora', 'emil'];
    for (const id of crowd) network.join(id);
    network.pass(1_000);
    network.say('first');
    for (const { arrive, answer } of network.carried.splice(0)) answer(arrive());
    expect(network.carried).toEqual([]);
    network.say('second');
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
