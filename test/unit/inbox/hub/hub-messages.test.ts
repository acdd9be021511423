import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHubMessage, parseHubMessage } from '../../../../src/protocol/hub-messages';
import { hubLimits as limits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { HubHarness, numbersOf } from './hub-harness';

describe('the envelope', () => {
  const good = { type: 'a', id: '0198a000-0000-7000-8000-000000000001', timestamp: 'now', data: {}, metadata: {} };

  it('[U8] has a type, an id, a time and data', () => {
    expect(isHubMessage(good)).toBe(true);
    const wrong = [
      null,
      [],
      'text',
      1,
      {},
      { ...good, id: 'msg_1' },
      { ...good, type: 1 },
      { ...good, data: null },
      { ...good, data: 'x' },
    ];
    const wrongMetadata = [
      { ...good, metadata: null },
      { ...good, metadata: { client_id: 1 } },
    ];
    for (const value of [...wrong, ...wrongMetadata]) expect(isHubMessage(value), JSON.stringify(value)).toBe(false);
  });

  it('[U8] any text is a message or none, and nothing throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"type":"batch","data":${json}}`),
        ),
        (text) => {
          const message = parseHubMessage(text);
          if (message !== null) expect(isHubMessage(JSON.parse(text))).toBe(true);
        },
      ),
    );
  });

  it('[U8] no frame whatever gets more than an answer or a close out of the hub', () => {
    const types = [
      'auth',
      'sync:ack',
      'sync:request',
      'room:join',
      'room:message',
      'presence:update',
      'batch',
      '__proto__',
      'constructor',
      'toString',
    ];
    const data = fc.oneof(
      fc.object({ maxDepth: 2 }),
      fc.record({ cursor: fc.string(), limit: fc.anything(), messages: fc.array(fc.object()) }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), data, (type, content) => {
        const hub = new HubHarness();
        const session = hub.connect();
        const text = JSON.stringify(hub.message(type, content));
        hub.engine.receive(session, text);
        const { sent, close } = hub.line(session);
        expect(close === null || close.code === 4400 || close.code === 4413).toBe(true);
        expect(sent.length).toBeGreaterThan(
          close === null && type !== 'batch' && hub.rooms.length + hub.verifying.length === 0 ? 1 : 0,
        );
      }),
      // Each run makes an inbox of its own.
      { numRuns: 50 },
    );
  });
});

describe('what a client sends', () => {
  it.each([
    ['no JSON', 'hello'],
    ['no message', '{}'],
    [
      'a batch in a batch',
      (hub: HubHarness) => JSON.stringify(hub.message('batch', { messages: [hub.message('batch', { messages: [] })] })),
    ],
    ['a batch of something else', (hub: HubHarness) => JSON.stringify(hub.message('batch', { messages: [1] }))],
    [
      'too long a batch',
      (hub: HubHarness) =>
        JSON.stringify(
          hub.message('batch', { messages: Array(limits.maxBatchMessages + 1).fill(hub.message('sync:request', {})) }),
        ),
    ],
  ])('[U8] %s closes with 4400', (_, text) => {
    const hub = new HubHarness();
    const session = hub.connect();
    hub.engine.receive(session, typeof text === 'string' ? text : text(hub));
    expect(hub.line(session).close).toEqual({ code: 4400, reason: 'malformed frame' });
    expect(hub.line(session).acks).toEqual([]);
  });

  it('[U8] bytes close with 4400, too many characters with 4413, counted in UTF-8', () => {
    const hub = new HubHarness();
    const [one, two, three] = [hub.connect(), hub.connect(), hub.connect()];
    hub.engine.receiveBinary(one);
    expect(hub.line(one).close?.code).toBe(4400);
    hub.engine.receive(two, `"${'あ'.repeat(limits.maxMessageBytes / 3)}"`);
    expect(hub.line(two).close?.code).toBe(4413);
    hub.engine.receive(three, `"${'a'.repeat(limits.maxMessageBytes - 2)}"`);
    expect(hub.line(three).close?.code).toBe(4400);
  });

  it.each([
    ['notification:new', {}],
    ['toString', {}],
    ['presence:update', { status: 'busy' }],
    ['room:join', {}],
    ['room:join', { room_id: '' }],
    ['sync:request', { limit: 0 }],
    ['inbox:sync', { state_vector: '*' }],
    ['notification:snooze', { notification_id: 'a', until: 'soon' }],
  ])('[U8] %s with %j is acknowledged as invalid', (type, data) => {
    const hub = new HubHarness();
    const session = hub.connect();
    const message = hub.message(type, data);
    hub.engine.receive(session, JSON.stringify(message));
    expect(hub.line(session).acks).toMatchObject([{ original_id: message.id, status: 'error', error: { code: 'invalid' } }]);
    expect(hub.line(session).close).toBeNull();
  });

  it('[U8] what nests absurdly deep is acknowledged as invalid', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    const message = hub.message('room:message', { room_id: 'public', event: 'said', data: 0 });
    const data = '['.repeat(10_000) + ']'.repeat(10_000);
    hub.engine.receive(session, JSON.stringify(message).replace('"data":0', `"data":${data}`));
    expect(hub.line(session).acks).toMatchObject([{ original_id: message.id, status: 'error', error: { code: 'invalid' } }]);
  });

  it('[U10] a connection has a burst and a rate; acknowledgements of events are not counted', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    const { cursor } = hub.line(session).of('auth:ok')[0]?.data ?? { cursor: '' };
    for (let count = 0; count < limits.messageBurst; count++) hub.say(session, 'sync:request', {});
    for (let count = 0; count < 100; count++) hub.say(session, 'sync:ack', { cursor });
    hub.say(session, 'sync:request', {});
    const { acks } = hub.line(session);
    expect(acks.map(({ status }) => status)).toEqual([...Array(limits.messageBurst).fill('success'), 'error']);
    expect(acks.at(-1)?.error).toMatchObject({ code: 'rate-limited', retry_after: 1 });
    hub.nowMs += 60_000 / limits.messagesPerMinute;
    hub.say(session, 'sync:request', {});
    expect(hub.line(session).acks.at(-1)?.status).toBe('success');
    expect(hub.line(session).of('sync:response')).toHaveLength(limits.messageBurst + 1);
  });

  it('[U10] messages of a batch are counted and acknowledged each', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    const messages = Array.from({ length: limits.messageBurst + 2 }, () => hub.message('sync:request', {}));
    hub.engine.receive(session, JSON.stringify(hub.message('batch', { messages })));
    const { acks } = hub.line(session);
    expect(acks.map(({ original_id }) => original_id)).toEqual(messages.map(({ id }) => id));
    expect(acks.filter(({ error }) => error?.code === 'rate-limited')).toHaveLength(2);
  });

  it('[U7] a message that is sent again is acknowledged again and has no second effect, over any connection, for ten minutes', () => {
    const hub = new HubHarness();
    const [one, two] = [hub.connect(), hub.connect()];
    hub.say(one, 'room:join', { room_id: 'public' });
    hub.answer('in');
    const id = hub.say(one, 'room:leave', { room_id: 'public' });
    hub.answer('ok');
    hub.say(one, 'room:join', { room_id: 'public' });
    hub.answer('in');
    const asked = hub.rooms.length;
    hub.restart();
    hub.say(two, 'room:leave', { room_id: 'public' }, id.toUpperCase());
    expect(hub.line(two).acks).toEqual([{ original_id: id, status: 'success' }]);
    expect(hub.rooms).toHaveLength(asked);
    hub.nowMs += limits.rememberMessagesMs + 1;
    hub.say(one, 'room:leave', { room_id: 'public' }, id);
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'leave', roomId: 'public' });
  });

  it('[U7] what failed for the moment is tried again when it is sent again', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    const id = hub.say(session, 'room:message', { room_id: 'trip:1', event: 'ping', data: null });
    hub.answer('unavailable');
    expect(hub.line(session).acks).toMatchObject([{ original_id: id, status: 'error', error: { code: 'unavailable' } }]);
    hub.say(session, 'room:message', { room_id: 'trip:1', event: 'ping', data: null }, id);
    expect(hub.rooms).toHaveLength(2);
    expect(hub.rooms[1]).toMatchObject({ kind: 'message', message: { id, sentBy: 'aoi', retain: false } });
    hub.answer('ok');
    hub.say(session, 'room:message', { room_id: 'trip:1', event: 'ping', data: null }, id);
    expect(hub.rooms).toHaveLength(2);
    expect(hub.line(session).acks.map(({ status }) => status)).toEqual(['error', 'success', 'success']);
  });

  it('[U7] the effect and the memory of it are one: a disk that fails in between leaves neither', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    hub.say(session, 'room:join', { room_id: 'public' });
    hub.answer('in');
    hub.sql.beforeEach = (query) => {
      if (query.includes('INTO hub_handled')) throw new Error('disk full');
    };
    const id = hub.newId();
    expect(() => hub.say(session, 'room:leave', { room_id: 'public' }, id)).toThrow('disk full');
    hub.sql.beforeEach = () => undefined;
    expect(hub.line(session).acks.map(({ original_id }) => original_id)).not.toContain(id);
    hub.restart();
    hub.say(session, 'room:leave', { room_id: 'public' }, id);
    expect(hub.line(session).acks.at(-1)).toEqual({ original_id: id, status: 'success' });
  });

  it('[E6] a cursor that is shown marks what has arrived; one of another stream is answered with an error', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    hub.publish(1, 2);
    const cursor = hub.line(session).events[1]?.cursor ?? '';
    hub.say(session, 'sync:ack', { cursor });
    expect(hub.sql.rows('SELECT seen FROM hub_stream')).toEqual([{ seen: 2 }]);
    const id = hub.say(session, 'sync:ack', { cursor: 'elsewhere:7' });
    expect(hub.line(session).of('error')).toMatchObject([{ data: { code: 'invalid' }, metadata: { correlation_id: id } }]);
    expect(hub.line(session).acks).toEqual([]);
  });

  it('sync:request is answered by what was missed, or by a reset', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    const { cursor } = hub.line(session).of('auth:ok')[0]?.data ?? { cursor: '' };
    hub.publish(1, 2, 3);
    const id = hub.say(session, 'sync:request', { cursor, limit: 2 });
    const [response] = hub.line(session).of('sync:response');
    expect(response?.metadata.correlation_id).toBe(id);
    expect([numbersOf(response?.data.events ?? []), response?.data.has_more]).toEqual([[1, 2], true]);
    hub.say(session, 'sync:request', { cursor: 'elsewhere:1' });
    expect(hub.line(session).of('sync:reset')[0]?.data.reason).toBe('other-epoch');
    hub.say(session, 'sync:request', { cursor: null });
    expect(numbersOf(hub.line(session).of('sync:response')[1]?.data.events ?? [])).toEqual([1, 2, 3]);
  });

  it('[U16] without the scope to write nothing is changed', () => {
    const hub = new HubHarness();
    const session = hub.connect({ identity: person('aoi', { scopes: ['inbox:read'] }) });
    hub.say(session, 'notification:read_all', {});
    hub.say(session, 'inbox:sync', { state_vector: 'AA==', update: 'AAA=' });
    expect(hub.line(session).acks).toMatchObject([{ error: { code: 'forbidden' } }, { error: { code: 'forbidden' } }]);
    hub.say(session, 'inbox:sync', { state_vector: 'AA==' });
    expect(hub.line(session).acks[2]).toMatchObject({ status: 'success' });
    expect(hub.line(session).of('inbox:state')).toHaveLength(1);
  });
});
