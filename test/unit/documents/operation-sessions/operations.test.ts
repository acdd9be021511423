import { describe, expect, it } from 'vitest';
import { operationLimits } from '../../../../src/protocol/limits';
import { EngineHarness, person, twoEditors } from '../../../support/engine-harness';
import { JsonClient, replaceTitle } from './json-client';

describe('OP', () => {
  it('[O6] is acknowledged with what was done', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    const id = client.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    expect(client.take()).toMatchObject([
      {
        type: 'OP_ACK',
        id,
        payload: {
          resource_id: 'trip',
          version: 1,
          effect: true,
          operations: [{ op: 'replace', path: '/destination', value: 'Kyoto' }],
        },
      },
    ]);
    expect(harness.storage.log.rows(0, 1)).toMatchObject([{ actor: 'anna', session: client.session, kind: 'op' }]);
  });

  it('[O6] `operation` is one of `operations`', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    const here = { resource_id: 'trip', resource_type: 'trip', version: 0 } as const;
    client.say('OP', { ...here, operation: { op: 'replace', path: '/destination', value: 'Kyoto' } });
    expect(client.one('OP_ACK').effect).toBe(true);
  });

  it('[O7] sent again has no second effect and the same answer', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    const append = { op: 'add', path: '/attachments/-', value: { id: 'a', title: 'Map', url: null } } as const;
    client.op([append], 0, {}, 'once');
    const first = client.one('OP_ACK');
    client.op([append], 0, {}, 'once');
    expect(client.one('OP_ACK')).toEqual(first);
    expect(harness.storage.log.head()).toBe(1);
  });

  it('[O12] all or nothing: the ERROR names the operation that failed', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    const id = client.op([replaceTitle('Kyoto'), { op: 'replace', path: '/start_date', value: 'soon' }], 0);
    expect(client.take()).toMatchObject([
      {
        type: 'ERROR',
        id,
        payload: { type: 'urn:triptrip:problem:invalid', status: 422, code: 'invalid', index: 1, pointer: '/start_date' },
      },
    ]);
    client.op([replaceTitle('Kyoto'), { op: 'remove', path: '/attachments/0' }], 0);
    expect(client.one('ERROR')).toMatchObject({ code: 'patch-failed', index: 1 });
    expect(harness.storage.log.head()).toBe(0);
  });

  it('[O13] a `test` that fails is a CONFLICT, with the document as it is', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    client.op([{ op: 'test', path: '/destination', value: 'Osaka' }, replaceTitle('x')], 0);
    expect(client.one('ERROR')).toMatchObject({
      type: 'urn:triptrip:problem:conflict',
      status: 409,
      code: 'CONFLICT',
      index: 0,
      current_version: 0,
      server_state: { id: 'trip', destination: null },
    });
  });

  it('[O13] `force` does it to the document as it is now', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { destination: 'Osaka' } }, '*');
    const test = { op: 'test', path: '/destination', value: 'Osaka' } as const;
    client.take();
    client.op([test, replaceTitle('x')], 0);
    expect(client.one('ERROR').code).toBe('CONFLICT');
    client.op([test, replaceTitle('x')], 0, { force: true });
    expect(client.one('OP_ACK').effect).toBe(true);
  });

  it('[O13] with `force` no `test` is evaluated, whatever it says and wherever it is', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    const [unlike, nowhere] = [
      { op: 'test', path: '/destination', value: 'Osaka' },
      { op: 'test', path: '/itinerary/@gone/title', value: 'x' },
    ] as const;
    client.op([replaceTitle('x'), unlike, nowhere], 0, {}, 'mine');
    expect(client.one('ERROR')).toMatchObject({ code: 'CONFLICT', index: 1 });
    client.op([replaceTitle('x'), unlike, nowhere], 0, { force: true }, 'mine');
    expect(client.one('OP_ACK').operations).toEqual([{ op: 'replace', path: '/title', value: 'x' }]);
    client.op([unlike, { op: 'remove', path: '/attachments/0' }], 1, { force: true });
    expect(client.one('ERROR')).toMatchObject({ code: 'patch-failed', index: 1 });
    client.op([{ op: 'test', path: 'nowhere', value: 1 }], 1, { force: true });
    expect(client.one('ERROR')).toMatchObject({ code: 'malformed', index: 0 });
  });

  it.each(['/budget/EUR~', '/budget/~2EUR', '/bud~get'])('[O20] a path with a stray `~` is no JSON Pointer: %s', (path) => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    client.op([replaceTitle('Kyoto'), { op: 'add', path, value: 1 }], 0);
    expect(client.one('ERROR')).toMatchObject({ status: 400, code: 'malformed', index: 1 });
  });

  it('[O34] somebody who becomes something else is told so at once, once subscribed', () => {
    const harness = new EngineHarness({ members: { anna: 'editor', ben: 'editor' } });
    const put = (role: 'viewer' | 'editor') =>
      harness.service.membership.put(person('owner'), { id: 'anna', role, name: 'A', avatar: null });
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    const early = new JsonClient(harness, person('anna'));
    for (const client of [anna, ben]) client.take();
    put('viewer');
    expect(anna.take()).toMatchObject([{ type: 'ROLE', payload: { role: 'viewer' } }]);
    put('editor');
    expect(anna.take()).toMatchObject([{ type: 'ROLE', payload: { role: 'editor' } }]);
    expect([...ben.take(), ...early.take()]).toEqual([]);
  });

  it('[A7] of somebody who may only read is refused, from the moment on when their role changes', () => {
    const harness = new EngineHarness(twoEditors);
    const viewer = JsonClient.join(harness, person('vera'));
    const editor = JsonClient.join(harness, person('anna'));
    viewer.op([replaceTitle('x')], 0);
    expect(viewer.one('ERROR').code).toBe('forbidden');
    harness.service.membership.put(person('owner'), { id: 'anna', role: 'viewer', name: 'A', avatar: null });
    editor.op([replaceTitle('x')], 0);
    expect(editor.one('ERROR').code).toBe('forbidden');
    harness.service.membership.remove(person('owner'), 'anna');
    expect(harness.closed.get(editor.session)?.code).toBe(4403);
    expect(harness.storage.log.head()).toBe(0);
  });

  it('[O17] over the rate is refused with the time to wait, over all connections of a person', () => {
    const harness = new EngineHarness(twoEditors);
    const [one, other, ben] = [person('anna'), person('anna'), person('ben')].map((who) => JsonClient.join(harness, who));
    const set = (client: JsonClient | undefined, value: string) =>
      client?.op([{ op: 'replace', path: '/destination', value }, replaceTitle(value)], harness.storage.log.head());
    for (let i = 0; i < operationLimits.operationBurst; i++) set(i % 2 === 0 ? one : other, `to ${i}`);
    expect([...(one?.takeOf('ERROR') ?? []), ...(other?.takeOf('ERROR') ?? [])]).toEqual([]);
    const head = harness.storage.log.head();
    set(one, 'one too many');
    expect(one?.one('ERROR')).toMatchObject({ code: 'rate-limited', retry_after: 1 });
    expect(harness.storage.log.head()).toBe(head);
    set(ben, 'still');
    harness.nowMs += 1_000;
    set(one, 'later');
    expect(harness.storage.log.head()).toBe(head + 2);
  });

  it('[W4] what cannot be stored closes with 1013 and is not acknowledged', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    harness.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    client.op([replaceTitle('x')], 0);
    expect(harness.closed.get(client.session)?.code).toBe(1013);
    expect(client.takeOf('OP_ACK')).toEqual([]);
  });
});

describe('SYNC_REQUEST', () => {
  it('[O13] answers with what is missing', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    client.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    client.take();
    const id = client.say('SYNC_REQUEST', { resource_id: 'trip', last_version: 0 });
    expect(client.take()).toMatchObject([
      {
        type: 'SYNC_RESPONSE',
        id,
        payload: { operations: [{ op: 'replace', path: '/destination', value: 'Kyoto' }], current_version: 1 },
      },
    ]);
  });

  it('[O13] answers with the state when more is missing than it sends, or the version is not kept', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    const items = Array.from({ length: operationLimits.maxMissedOperations + 1 }, (_, index) => ({
      op: 'add' as const,
      path: '/attachments/-',
      value: { id: `a${index}`, title: 'x', url: null },
    }));
    client.op(items, 0);
    client.take();
    for (const last_version of [0, 99]) {
      client.say('SYNC_REQUEST', { resource_id: 'trip', last_version });
      expect(client.one('SYNC_RESPONSE')).toMatchObject({ operations: [], current_version: 1, state: { id: 'trip' } });
    }
  });
});
