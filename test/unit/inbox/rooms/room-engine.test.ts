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
