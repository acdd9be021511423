import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { readRequest } from '../../../../src/documents/operation-sessions/request-shapes';
import { operationLimits, restLimits } from '../../../../src/protocol/limits';
import { type OperationMessage, parseOperationMessage } from '../../../../src/protocol/operations';
import { EngineHarness, person } from '../../../support/engine-harness';
import { JsonClient, replaceTitle } from './json-client';

const envelope = { type: 'PING', id: '1', timestamp: 1, payload: {} };

function message(type: string, payload: unknown): OperationMessage {
  return { type, id: '1', timestamp: 1, payload };
}

describe('envelopes', () => {
  it('[O1] have a type, an id, a time and a payload', () => {
    expect(parseOperationMessage(JSON.stringify(envelope))).toEqual(envelope);
    for (const wrong of [
      '',
      'ping',
      '[]',
      'null',
      '"PING"',
      ...[
        { type: 1 },
        { id: '' },
        { id: 7 },
        { id: 'x'.repeat(129) },
        { timestamp: '1' },
        { payload: [] },
        { payload: null },
      ].map((change) => JSON.stringify({ ...envelope, ...change })),
    ]) {
      expect(parseOperationMessage(wrong), wrong).toBeNull();
    }
  });

  it('[O1] no text makes the parsers throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.record({ ...parts() }).map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const parsed = parseOperationMessage(text);
          if (parsed !== null) readRequest(parsed);
        },
      ),
    );
  });
});

function parts() {
  const type = fc.constantFrom(
    'AUTH',
    'PING',
    'SUBSCRIBE',
    'OP',
    'SYNC_REQUEST',
    'PRESENCE_UPDATE',
    'UNDO',
    '__proto__',
    'toString',
  );
  const member = fc.constantFrom('resource_id', 'resource_type', 'version', 'operations', 'cursor', '__proto__', 'token');
  const payload = fc.dictionary(member, fc.jsonValue({ maxDepth: 3 }));
  return { type, id: fc.string({ minLength: 1, maxLength: 9 }), timestamp: fc.integer(), payload };
}

describe('requests', () => {
  const here = { resource_id: 'x', resource_type: 'event' };

  it.each([
    ['AUTH', { token: 't', client_id: 'c' }],
    ['PING', {}],
    ['SUBSCRIBE', { resource: 'event', resource_id: 'x' }],
    ['SUBSCRIBE', { ...here, text_edits: true, last_version: 0 }],
    ['UNSUBSCRIBE', { resource_id: 'x' }],
    ['OP', { ...here, operation: replaceTitle('a'), version: 3 }],
    ['OP', { ...here, operations: [replaceTitle('a')], version: 0, force: true, lock_token: 2, client_id: 'c' }],
    ['OP', { ...here, operation: replaceTitle('a'), version: 3, lock_token: [2, 3] }],
    ['SYNC_REQUEST', { resource_id: 'x', last_version: 0 }],
    ['PRESENCE_UPDATE', {}],
    ['PRESENCE_UPDATE', { cursor: { field: 'title', position: 3 }, is_typing: true }],
    ['PRESENCE_UPDATE', { cursor: null }],
    ['UNDO', { resource_id: 'x' }],
    ['REDO', { resource_id: 'x' }],
  ])('[O1] %s takes %j', (type, payload) => {
    expect(readRequest(message(type, payload)).kind).toBe('request');
  });

  it.each([
    ['AUTH', {}, 'token'],
    ['AUTH', { token: 't', client_id: 'c'.repeat(65) }, 'client_id'],
    ['SUBSCRIBE', { resource_id: 'x' }, 'resource_type'],
    ['SUBSCRIBE', { resource_type: 'inbox', resource_id: 'x' }, 'resource_type'],
    ['SUBSCRIBE', { ...here, last_version: -1 }, 'last_version'],
    ['OP', { ...here, version: 1 }, 'operations'],
    ['OP', { ...here, version: 1, operations: [] }, 'operations'],
    ['OP', { ...here, version: 1, operation: replaceTitle('a'), operations: [replaceTitle('b')] }, 'operations'],
    ['OP', { ...here, version: 1.5, operation: replaceTitle('a') }, 'version'],
    ['OP', { ...here, version: 1, operations: Array(restLimits.maxPatchOperations + 1).fill(replaceTitle('a')) }, 'operations'],
    ['OP', { ...here, version: 1, operation: replaceTitle('a'), force: 'yes' }, 'force'],
    ['OP', { ...here, version: 1, operation: replaceTitle('a'), lock_token: [2, '3'] }, 'lock_token'],
    ['OP', { ...here, version: 1, operation: replaceTitle('a'), lock_token: Array(21).fill(1) }, 'lock_token'],
    ['PRESENCE_UPDATE', { cursor: { field: '' } }, 'cursor'],
    ['PRESENCE_UPDATE', { cursor: { field: 'title', position: -1 } }, 'cursor'],
    ['PRESENCE_UPDATE', { cursor: 'title' }, 'cursor'],
  ])('[O12] %s does not take %j', (type, payload, field) => {
    expect(readRequest(message(type, payload))).toEqual({ kind: 'wrong-field', field });
  });

  it.each([
    ['operation', (value: string) => `"operation":{"op":"test","path":"/title","value":${value}}`],
    ['operations', (value: string) => `"operations":[{"op":"test","path":"/title","value":${value}}]`],
  ])('[O12] %s that nest absurdly deep are invalid', (field, written) => {
    const harness = new EngineHarness();
    const client = JsonClient.join(harness, person('owner'));
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const say = (depth: number): void => {
      const payload = `{"resource_id":"trip","resource_type":"trip","version":0,${written(nested(depth))}}`;
      client.text(`{"type":"OP","id":"deep${depth}","timestamp":1,"payload":${payload}}`);
    };
    for (const depth of [restLimits.maxJsonDepth, 10_000, 400_000]) {
      say(depth);
      expect(client.one('ERROR')).toMatchObject({ code: 'invalid', detail: `\`${field}\` is missing or not valid.` });
    }
    say(restLimits.maxJsonDepth - 2);
    expect(client.one('ERROR')).toMatchObject({ code: 'CONFLICT' });
  });

  it('[O12] an unknown type is answered with an ERROR, under the id it had', () => {
    const harness = new EngineHarness();
    const client = JsonClient.join(harness, person('owner'));
    for (const type of ['HELLO', 'OP_ACK', '__proto__', 'constructor']) {
      client.text(JSON.stringify({ type, id: 'seven', timestamp: 1, payload: {} }));
      expect(client.take()).toMatchObject([{ type: 'ERROR', id: 'seven', payload: { code: 'malformed' } }]);
    }
    expect(client.isOpen).toBe(true);
  });
});

describe('an engine', () => {
  const resource = { resource_id: 'trip', resource_type: 'trip' };
  const path = fc.constantFrom(
    '',
    '/title',
    '/notes',
    '/itinerary/0',
    '/itinerary/-',
    '/itinerary/@x',
    '/budget/JPY',
    '/id',
    '//',
    'x',
    '/~2',
  );
  const operation = fc.record(
    {
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'text'),
      path,
      from: path,
      value: fc.jsonValue({ maxDepth: 2 }),
    },
    { requiredKeys: ['op', 'path'] },
  );
  const known = fc.oneof(
    fc.record({
      type: fc.constant('OP'),
      payload: fc.record({ operations: fc.array(operation, { minLength: 1, maxLength: 3 }), version: fc.nat({ max: 4 }) }),
    }),
    fc.record({ type: fc.constant('SYNC_REQUEST'), payload: fc.record({ last_version: fc.nat({ max: 9 }) }) }),
    fc.record({
      type: fc.constant('PRESENCE_UPDATE'),
      payload: fc.record({ cursor: fc.record({ field: fc.string({ minLength: 1 }) }), is_typing: fc.boolean() }),
    }),
    fc.record({ type: fc.constantFrom('SUBSCRIBE', 'UNSUBSCRIBE', 'UNDO', 'REDO', 'PING'), payload: fc.constant({}) }),
    // What comes while a token is being verified waits.
    fc.record(parts()).filter(({ type }) => type !== 'AUTH'),
  );

  it('[O2] stands whatever messages come, and answers everything that asks', () => {
    fc.assert(
      fc.property(fc.array(known, { maxLength: 20 }), (messages) => {
        const harness = new EngineHarness({ members: { ben: 'editor' } });
        const [client, other] = [JsonClient.join(harness, person('owner')), JsonClient.join(harness, person('ben'))];
        messages.forEach(({ type, payload }, index) => {
          client.text(JSON.stringify({ type, id: `m${index}`, timestamp: 1, payload: { ...resource, ...payload } }));
          const answers = client.take().filter(({ id }) => id === `m${index}`);
          if (!['UNSUBSCRIBE', 'PRESENCE_UPDATE'].includes(type)) expect(answers.length).toBeGreaterThan(0);
        });
        harness.advance(5_000);
        expect(harness.reports).toEqual([]);
        expect(client.isOpen && other.isOpen).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('languages', () => {
  const emptyVector = Y.encodeStateVector(new Y.Doc());

  it('[F3] the first frame says it', () => {
    const harness = new EngineHarness();
    const session = harness.connect(person('owner'));
    harness.engine.receive(session, JSON.stringify(envelope));
    expect(harness.takeMessages(session)).toMatchObject([{ type: 'PONG', id: '1' }]);
    harness.send(session, { type: 'step1', stateVector: emptyVector });
    expect(harness.closed.get(session)?.code).toBe(4400);
  });

  it('[F3] text closes a session that speaks Yjs with 4400', () => {
    const harness = new EngineHarness();
    const stock = harness.connect(person('owner'));
    harness.send(stock, { type: 'step1', stateVector: emptyVector });
    const sdk = harness.connect(person('owner'), { sdk: true });
    for (const session of [stock, sdk]) {
      harness.engine.receive(session, JSON.stringify(envelope));
      expect(harness.closed.get(session)?.code).toBe(4400);
      expect(harness.takeMessages(session)).toEqual([]);
    }
  });

  it('[F3] the language is remembered over hibernation', () => {
    const harness = new EngineHarness();
    const session = harness.connect(person('owner'));
    harness.engine.receive(session, JSON.stringify(envelope));
    harness.takeMessages(session);
    harness.hibernate();
    harness.engine.receive(session, JSON.stringify(envelope));
    expect(harness.takeMessages(session)).toMatchObject([{ type: 'PONG' }]);
  });

  it('[O2] a text that is no message closes with 4400', () => {
    const harness = new EngineHarness();
    const client = JsonClient.join(harness, person('owner'));
    client.text('{"type":"PING"}');
    expect(harness.closed.get(client.session)?.code).toBe(4400);
  });

  it('[L1] a message over the limit closes with 4413', () => {
    const harness = new EngineHarness();
    const client = JsonClient.join(harness, person('owner'));
    client.text(' '.repeat(operationLimits.maxMessageChars + 1));
    expect(harness.closed.get(client.session)?.code).toBe(4413);
  });

  it('[O2] a JSON session gets no binary frame, and a Yjs session no text', () => {
    const harness = new EngineHarness({ members: { anna: 'editor' } });
    const client = JsonClient.join(harness, person('owner'));
    const yjs = harness.connect(person('anna'), { sdk: true });
    harness.send(yjs, { type: 'step1', stateVector: emptyVector });
    client.op([replaceTitle('Kyoto')], 0);
    harness.service.membership.put(person('owner'), { id: 'ben', role: 'viewer', name: 'B', avatar: null });
    harness.advance(1_000);
    expect(harness.takeBytes(client.session)).toEqual([]);
    expect(harness.takeMessages(yjs)).toEqual([]);
    expect(harness.takeBytes(yjs).length).toBeGreaterThan(0);
  });
});
