import { describe, expect, it } from 'vitest';
import { documentLimits, operationLimits } from '../../../../src/protocol/limits';
import { EngineHarness, person } from '../../../support/engine-harness';
import { TestClient } from '../../../support/test-client';
import { JsonClient, replaceTitle } from './json-client';

const editors = { members: { anna: 'editor', ben: 'editor', vera: 'viewer' } } as const;

function verify(harness: EngineHarness, id: string): void {
  const session = harness.verifying.splice(0)[0]?.session ?? '';
  harness.engine.verified(session, { ok: true, value: person(id, { expiresAtMs: harness.nowMs + 60_000 }) });
}

describe('AUTH', () => {
  it('[O3] is acknowledged, and what came right behind it is answered then', () => {
    const harness = new EngineHarness(editors);
    const client = new JsonClient(harness, null);
    const auth = client.say('AUTH', { token: 'token', client_id: 'my-client' });
    const subscribe = client.subscribe();
    const op = client.op([replaceTitle('Kyoto')], 0);
    expect(client.take()).toEqual([]);
    verify(harness, 'anna');
    expect(client.take()).toMatchObject([
      { type: 'AUTH_ACK', id: auth, payload: { user_id: 'anna', client_id: 'my-client', expires_at: harness.nowMs + 60_000 } },
      { type: 'SUBSCRIBE_ACK', id: subscribe, payload: { client_id: 'my-client', role: 'editor' } },
      { type: 'PRESENCE_STATE' },
      { type: 'OP_ACK', id: op },
    ]);
  });

  it('[O3] takes a ticket in place of a token', () => {
    const harness = new EngineHarness(editors);
    const issued = harness.service.issueTicket(person('anna'));
    if (!issued.ok) throw new Error(issued.refusal.code);
    const client = new JsonClient(harness, null);
    client.say('AUTH', { token: issued.value.ticket });
    expect(client.one('AUTH_ACK')).toMatchObject({ user_id: 'anna', client_id: client.session, expires_at: null });
  });

  it('[O3] comes first: anything else is answered with an ERROR and closes with 4401', () => {
    const harness = new EngineHarness(editors);
    const client = new JsonClient(harness, null);
    client.say('PING', {});
    const id = client.subscribe();
    expect(client.take()).toMatchObject([{ type: 'PONG' }, { type: 'ERROR', id, payload: { code: 'unauthenticated' } }]);
    expect(harness.closed.get(client.session)?.code).toBe(4401);
  });

  it('[O3] a token that is not valid is answered with an ERROR and closes with 4401', () => {
    const harness = new EngineHarness(editors);
    const client = new JsonClient(harness, null);
    const id = client.say('AUTH', { token: 'token' });
    harness.engine.verified(client.session, { ok: false, refusal: { code: 'unauthenticated' } });
    expect(client.take()).toMatchObject([{ type: 'ERROR', id, payload: { code: 'unauthenticated' } }]);
    expect(harness.closed.get(client.session)?.code).toBe(4401);
  });

  it('[O3] of somebody who is no member closes with 4403 and tells nothing', () => {
    const harness = new EngineHarness(editors);
    const client = new JsonClient(harness, null);
    client.say('AUTH', { token: 'token' });
    verify(harness, 'stranger');
    expect(client.take()).toEqual([]);
    expect(harness.closed.get(client.session)?.code).toBe(4403);
  });

  it('[O3] silence closes with 4401', () => {
    const harness = new EngineHarness(editors);
    const client = new JsonClient(harness, null);
    harness.advance(10_000);
    expect(harness.closed.get(client.session)?.code).toBe(4401);
  });

  it('[A4] renews an open session, also one whose token has just expired', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna', { expiresAtMs: harness.nowMs + 1_000 }));
    harness.nowMs += 1_000;
    client.say('AUTH', { token: 'token' });
    verify(harness, 'anna');
    expect(client.one('AUTH_ACK')).toMatchObject({ user_id: 'anna', expires_at: harness.nowMs + 60_000 });
    client.op([replaceTitle('Kyoto')], 0);
    expect(client.one('OP_ACK').effect).toBe(true);
  });

  it('[A5] without a renewal the session ends', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna', { expiresAtMs: harness.nowMs + 1_000 }));
    harness.advance(1_000);
    expect(harness.closed.get(client.session)).toMatchObject({ code: 4401, reason: 'token expired' });
  });

  it('[O3] nobody is called as a connection of somebody else is', () => {
    const harness = new EngineHarness(editors);
    for (const [id, name] of [
      ['anna', 'laptop'],
      ['anna', 'laptop'],
      ['ben', null],
    ] as const) {
      const client = new JsonClient(harness, null);
      client.say('AUTH', { token: 'token', client_id: 'laptop' });
      verify(harness, id);
      expect(client.one('AUTH_ACK').client_id).toBe(name ?? client.session);
    }
  });
});

describe('SUBSCRIBE', () => {
  it('[O4] answers with the view, its version and the role', () => {
    const harness = new EngineHarness(editors);
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { title: 'Kyoto' } }, '*');
    const client = new JsonClient(harness, person('vera'));
    const id = client.subscribe();
    const [ack, presence] = client.take();
    const expected = harness.service.read(person('owner'));
    expect(ack).toMatchObject({
      type: 'SUBSCRIBE_ACK',
      id,
      payload: { resource_id: 'trip', resource_type: 'trip', version: 1, role: 'viewer', locks: [] },
    });
    expect((ack as { payload: { state: unknown } }).payload.state).toEqual(
      JSON.parse(JSON.stringify(expected.ok ? expected.value.view : null)),
    );
    expect(presence).toMatchObject({ type: 'PRESENCE_STATE', payload: { presences: [] } });
  });

  it('[O4] with `last_version` what is missing comes in place of the view', () => {
    const harness = new EngineHarness(editors);
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { title: 'Kyoto' } }, '*');
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { destination: 'Japan' } }, '*');
    const client = new JsonClient(harness, person('anna'));
    client.subscribe({ last_version: 1 });
    const [ack, missing] = client.take();
    expect(ack?.payload).not.toHaveProperty('state');
    expect(missing).toMatchObject({
      type: 'SYNC_RESPONSE',
      payload: { operations: [{ op: 'replace', path: '/destination', value: 'Japan' }], current_version: 2 },
    });
    client.subscribe({ last_version: 99 });
    expect(client.takeOf('SUBSCRIBE_ACK')[0]?.payload).toHaveProperty('state');
  });

  it.each([
    [{ resource_id: 'other' }, '/v1/trips/other'],
    [{ resource_type: 'event', resource_id: 'a/b' }, '/v1/events/a%2Fb'],
    [{ resource_type: 'calendar', resource_id: 'trip' }, '/v1/calendars/trip'],
  ] as const)('[O5] for another document answers with an ERROR that has its address: %j', (more, url) => {
    const harness = new EngineHarness(editors);
    const client = new JsonClient(harness, person('anna'));
    const id = client.subscribe(more);
    expect(client.take()).toMatchObject([{ type: 'ERROR', id, payload: { code: 'not-found', url } }]);
  });

  it('[O5] UNSUBSCRIBE ends what comes by itself, and nothing else', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna'));
    client.say('UNSUBSCRIBE', { resource_id: 'trip' });
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { title: 'Kyoto' } }, '*');
    harness.advance(1_000);
    expect(client.take()).toEqual([]);
    client.op([{ op: 'replace', path: '/destination', value: 'Japan' }], 1);
    expect(client.one('OP_ACK').version).toBe(2);
  });

  it('[C7] is remembered over hibernation, with how texts are told', () => {
    const harness = new EngineHarness(editors);
    const whole = JsonClient.join(harness, person('anna'));
    const edits = JsonClient.join(harness, person('ben'), { textEdits: true });
    harness.hibernate();
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { title: 'Kyoto' } }, '*');
    expect(whole.one('OP_BROADCAST').operations).toEqual([replaceTitle('Kyoto')]);
    expect(edits.one('OP_BROADCAST').operations).toMatchObject([{ op: 'text', path: '/title' }]);
  });
});

describe('OP', () => {
  it('[O6] is acknowledged with what was done', () => {
    const harness = new EngineHarness(editors);
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
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna'));
    const here = { resource_id: 'trip', resource_type: 'trip', version: 0 } as const;
    client.say('OP', { ...here, operation: { op: 'replace', path: '/destination', value: 'Kyoto' } });
    expect(client.one('OP_ACK').effect).toBe(true);
  });

  it('[O7] sent again has no second effect and the same answer', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna'));
    const append = { op: 'add', path: '/attachments/-', value: { id: 'a', title: 'Map', url: null } } as const;
    client.op([append], 0, {}, 'once');
    const first = client.one('OP_ACK');
    client.op([append], 0, {}, 'once');
    expect(client.one('OP_ACK')).toEqual(first);
    expect(harness.storage.log.head()).toBe(1);
  });

  it('[O12] all or nothing: the ERROR names the operation that failed', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna'));
    const id = client.op([replaceTitle('Kyoto'), { op: 'replace', path: '/start_date', value: 'soon' }], 0);
    expect(client.take()).toMatchObject([{ type: 'ERROR', id, payload: { code: 'invalid', pointer: '/start_date' } }]);
    client.op([replaceTitle('Kyoto'), { op: 'remove', path: '/attachments/0' }], 0);
    expect(client.one('ERROR')).toMatchObject({ code: 'patch-failed', index: 1 });
    expect(harness.storage.log.head()).toBe(0);
  });

  it('[O13] a `test` that fails is a CONFLICT, with the document as it is', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna'));
    client.op([{ op: 'test', path: '/destination', value: 'Osaka' }, replaceTitle('x')], 0);
    expect(client.one('ERROR')).toMatchObject({
      code: 'CONFLICT',
      index: 0,
      current_version: 0,
      server_state: { id: 'trip', destination: null },
    });
  });

  it('[O13] `force` does it to the document as it is now', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna'));
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { destination: 'Osaka' } }, '*');
    const test = { op: 'test', path: '/destination', value: 'Osaka' } as const;
    client.take();
    client.op([test, replaceTitle('x')], 0);
    expect(client.one('ERROR').code).toBe('CONFLICT');
    client.op([test, replaceTitle('x')], 0, { force: true });
    expect(client.one('OP_ACK').effect).toBe(true);
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
    const harness = new EngineHarness(editors);
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
    const harness = new EngineHarness(editors);
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
    const harness = new EngineHarness(editors);
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
    const harness = new EngineHarness(editors);
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
    const harness = new EngineHarness(editors);
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

describe('connections', () => {
  it('[O19] that say nothing are closed at the next join; PING keeps one', () => {
    const harness = new EngineHarness(editors);
    const [silent, alive] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    harness.advance(40_000);
    const id = alive.say('PING', {});
    expect(alive.take()).toMatchObject([{ type: 'PONG', id, payload: {} }]);
    harness.advance(40_000);
    JsonClient.join(harness, person('owner'));
    expect([silent.isOpen, alive.isOpen]).toEqual([false, true]);
  });

  it('[O5] who has unsubscribed is not on the board after hibernation either', () => {
    const harness = new EngineHarness(editors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    ben.say('UNSUBSCRIBE', { resource_id: 'trip' });
    expect(anna.takeOf('PRESENCE_LEAVE')).toMatchObject([{ payload: { user_id: 'ben' } }]);
    harness.advance(2_000);
    harness.hibernate();
    expect(harness.engine.presence.present().map(({ user }) => user.id)).toEqual(['anna']);
  });

  it('[O17] that ask for the document again and again have to wait', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('anna'));
    for (let i = 0; i < documentLimits.syncBurst; i++) client.say('SYNC_REQUEST', { resource_id: 'trip', last_version: 0 });
    expect(client.one('ERROR')).toMatchObject({ code: 'rate-limited', retry_after: 1 });
    harness.advance(1_000);
    client.subscribe();
    expect(client.takeOf('SUBSCRIBE_ACK')).toHaveLength(1);
  });
});

describe('UNDO and REDO', () => {
  it('[O18] take back what their author did, and do it again, across what others wrote', () => {
    const harness = new EngineHarness(editors);
    harness.advance(1_000);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    anna.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    ben.op([replaceTitle('Spring')], 1);
    for (const client of [anna, ben]) client.take();
    const id = anna.say('UNDO', { resource_id: 'trip' });
    expect(anna.take()).toMatchObject([
      { type: 'OP_ACK', id, payload: { version: 3, operations: [{ op: 'replace', path: '/destination', value: null }] } },
    ]);
    expect(ben.one('OP_BROADCAST')).toMatchObject({ version: 3, user_id: 'anna', client_id: anna.session });
    anna.say('REDO', { resource_id: 'trip' });
    expect(anna.one('OP_ACK').operations).toEqual([{ op: 'replace', path: '/destination', value: 'Kyoto' }]);
    expect(harness.service.read(person('ben'))).toMatchObject({ value: { view: { title: 'Spring', destination: 'Kyoto' } } });
  });

  it('[O18] with nothing to take back, or without the right, are refused', () => {
    const harness = new EngineHarness(editors);
    for (const [id, code] of [
      ['anna', 'nothing-to-undo'],
      ['vera', 'forbidden'],
    ] as const) {
      const client = JsonClient.join(harness, person(id));
      client.say('UNDO', { resource_id: 'trip' });
      expect(client.one('ERROR').code).toBe(code);
    }
  });

  it('[X4] a lock of somebody else is in their way, an own one is not', () => {
    const harness = new EngineHarness(editors);
    harness.advance(1_000);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    anna.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    const { locks } = harness.service;
    const taken = locks.take(person('ben'), '');
    anna.take();
    anna.say('UNDO', { resource_id: 'trip' });
    expect(anna.one('ERROR').code).toBe('locked');
    harness.disconnect(ben.session);
    expect(taken.ok).toBe(true);
    locks.take(person('anna'), '');
    anna.take();
    anna.say('UNDO', { resource_id: 'trip' });
    expect(anna.one('OP_ACK').effect).toBe(true);
  });
});

describe('conflicts', () => {
  it('[O14] are told to both authors, each with what is theirs, whatever they speak', () => {
    const harness = new EngineHarness(editors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    const watcher = JsonClient.join(harness, person('owner'));
    anna.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    ben.op([{ op: 'replace', path: '/destination', value: 'Osaka' }], 0);
    expect(anna.one('sync:conflict')).toMatchObject({
      path: '/destination',
      mine: 'Kyoto',
      theirs: 'Osaka',
      by: { id: 'ben' },
      winner: { value: 'Osaka' },
    });
    expect(ben.one('sync:conflict')).toMatchObject({ mine: 'Osaka', theirs: 'Kyoto', by: { id: 'anna' } });
    expect(watcher.takeOf('sync:conflict')).toEqual([]);
  });

  it('[O14] an SDK session is told by a Conflict frame', () => {
    const harness = new EngineHarness(editors);
    const yjs = new TestClient(harness, person('ben'), { sdk: true });
    yjs.settle();
    const anna = JsonClient.join(harness, person('anna'));
    yjs.doc.getMap('details').set('destination', 'Osaka');
    anna.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    yjs.sendUpdates();
    harness.advance(100);
    yjs.settle();
    expect(yjs.frames('conflict').map(({ message }) => message)).toMatchObject([
      { path: '/destination', mine: 'Osaka', theirs: 'Kyoto', by: { id: 'anna' } },
    ]);
  });
});
