import { describe, expect, it } from 'vitest';
import { roomLimits } from '../../../../src/protocol/limits';
import { RoomNetwork } from './room-network';

const hour = 60 * 60 * 1000;

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
