import { describe, expect, it } from 'vitest';
import { documentLimits } from '../../../../src/protocol/limits';
import { EngineHarness, person, twoEditors } from '../../../support/engine-harness';
import { JsonClient, replaceTitle } from './json-client';

function verify(harness: EngineHarness, id: string): void {
  const session = harness.verifying.splice(0)[0]?.session ?? '';
  harness.engine.verified(session, { ok: true, value: person(id, { expiresAtMs: harness.nowMs + 60_000 }) });
}

describe('AUTH', () => {
  it('[O3] is acknowledged, and what came right behind it is answered then', () => {
    const harness = new EngineHarness(twoEditors);
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
    const harness = new EngineHarness(twoEditors);
    const issued = harness.service.issueTicket(person('anna'));
    if (!issued.ok) throw new Error(issued.refusal.code);
    const client = new JsonClient(harness, null);
    client.say('AUTH', { token: issued.value.ticket });
    expect(client.one('AUTH_ACK')).toMatchObject({ user_id: 'anna', client_id: client.session, expires_at: null });
  });

  it('[O3] comes first: anything else is answered with an ERROR and closes with 4401', () => {
    const harness = new EngineHarness(twoEditors);
    const client = new JsonClient(harness, null);
    client.say('PING', {});
    const id = client.subscribe();
    expect(client.take()).toMatchObject([{ type: 'PONG' }, { type: 'ERROR', id, payload: { code: 'unauthenticated' } }]);
    expect(harness.closed.get(client.session)?.code).toBe(4401);
  });

  it('[O3] a token that is not valid is answered with an ERROR and closes with 4401', () => {
    const harness = new EngineHarness(twoEditors);
    const client = new JsonClient(harness, null);
    const id = client.say('AUTH', { token: 'token' });
    harness.engine.verified(client.session, { ok: false, refusal: { code: 'unauthenticated' } });
    expect(client.take()).toMatchObject([{ type: 'ERROR', id, payload: { code: 'unauthenticated' } }]);
    expect(harness.closed.get(client.session)?.code).toBe(4401);
  });

  it('[O3] of somebody who is no member closes with 4403 and tells nothing', () => {
    const harness = new EngineHarness(twoEditors);
    const client = new JsonClient(harness, null);
    client.say('AUTH', { token: 'token' });
    verify(harness, 'stranger');
    expect(client.take()).toEqual([]);
    expect(harness.closed.get(client.session)?.code).toBe(4403);
  });

  it('[O3] silence closes with 4401', () => {
    const harness = new EngineHarness(twoEditors);
    const client = new JsonClient(harness, null);
    harness.advance(10_000);
    expect(harness.closed.get(client.session)?.code).toBe(4401);
  });

  it('[A4] renews an open session, also one whose token has just expired', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna', { expiresAtMs: harness.nowMs + 1_000 }));
    harness.nowMs += 1_000;
    client.say('AUTH', { token: 'token' });
    verify(harness, 'anna');
    expect(client.one('AUTH_ACK')).toMatchObject({ user_id: 'anna', expires_at: harness.nowMs + 60_000 });
    client.op([replaceTitle('Kyoto')], 0);
    expect(client.one('OP_ACK').effect).toBe(true);
  });

  it('[A4] while it is verified anew, everything but another AUTH is answered', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    const [first, second] = [client.say('AUTH', { token: 'first' }), client.say('AUTH', { token: 'second' })];
    const pings = Array.from({ length: 40 }, () => client.say('PING', {}));
    expect(client.take().map(({ id }) => id)).toEqual(pings);
    for (const id of [first, second]) {
      verify(harness, 'anna');
      expect(client.take()).toMatchObject([{ type: 'AUTH_ACK', id }]);
    }
  });

  it('[A5] without a renewal the session ends', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna', { expiresAtMs: harness.nowMs + 1_000 }));
    harness.advance(1_000);
    expect(harness.closed.get(client.session)).toMatchObject({ code: 4401, reason: 'token expired' });
  });

  it('[O3] nobody is called as a connection of somebody else is', () => {
    const harness = new EngineHarness(twoEditors);
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
    const harness = new EngineHarness(twoEditors);
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
    const harness = new EngineHarness(twoEditors);
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
    const harness = new EngineHarness(twoEditors);
    const client = new JsonClient(harness, person('anna'));
    const id = client.subscribe(more);
    expect(client.take()).toMatchObject([{ type: 'ERROR', id, payload: { code: 'not-found', url } }]);
  });

  it('[O5] UNSUBSCRIBE ends what comes by itself, and nothing else', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    client.say('UNSUBSCRIBE', { resource_id: 'trip' });
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { title: 'Kyoto' } }, '*');
    harness.advance(1_000);
    expect(client.take()).toEqual([]);
    client.op([{ op: 'replace', path: '/destination', value: 'Japan' }], 1);
    expect(client.one('OP_ACK').version).toBe(2);
  });

  it('[C7] is remembered over hibernation, with how texts are told', () => {
    const harness = new EngineHarness(twoEditors);
    const whole = JsonClient.join(harness, person('anna'));
    const edits = JsonClient.join(harness, person('ben'), { textEdits: true });
    harness.hibernate();
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { title: 'Kyoto' } }, '*');
    expect(whole.one('OP_BROADCAST').operations).toEqual([replaceTitle('Kyoto')]);
    expect(edits.one('OP_BROADCAST').operations).toMatchObject([{ op: 'text', path: '/title' }]);
  });
});

describe('connections', () => {
  it('[O19] that say nothing are closed at the next join; PING keeps one', () => {
    const harness = new EngineHarness(twoEditors);
    const [silent, alive] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    harness.advance(40_000);
    const id = alive.say('PING', {});
    expect(alive.take()).toMatchObject([{ type: 'PONG', id, payload: {} }]);
    harness.advance(40_000);
    JsonClient.join(harness, person('owner'));
    expect([silent.isOpen, alive.isOpen]).toEqual([false, true]);
  });

  it('[O5] who has unsubscribed is not on the board after hibernation either', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    ben.say('UNSUBSCRIBE', { resource_id: 'trip' });
    expect(anna.takeOf('PRESENCE_LEAVE')).toMatchObject([{ payload: { user_id: 'ben' } }]);
    harness.advance(2_000);
    harness.hibernate();
    expect(harness.engine.presence.present().map(({ user }) => user.id)).toEqual(['anna']);
  });

  it('[O17] that ask for the document again and again have to wait', () => {
    const harness = new EngineHarness(twoEditors);
    const client = JsonClient.join(harness, person('anna'));
    for (let i = 0; i < documentLimits.syncBurst; i++) client.say('SYNC_REQUEST', { resource_id: 'trip', last_version: 0 });
    expect(client.one('ERROR')).toMatchObject({ code: 'rate-limited', retry_after: 1 });
    harness.advance(1_000);
    client.subscribe();
    expect(client.takeOf('SUBSCRIBE_ACK')).toHaveLength(1);
  });
});
