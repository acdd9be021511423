import { describe, expect, it } from 'vitest';
import { decodeAwareness, encodeAwareness, parseAwarenessState } from '../../../../src/protocol/awareness';
import { documentLimits } from '../../../../src/protocol/limits';
import type { OperationPresence } from '../../../../src/protocol/operations';
import { EngineHarness, person, twoEditors } from '../../../support/engine-harness';
import { TestClient } from '../../../support/test-client';
import { JsonClient } from './json-client';

function sdk(harness: EngineHarness, id: string): TestClient {
  const client = new TestClient(harness, person(id), { sdk: true });
  client.settle();
  client.received.length = 0;
  return client;
}

function announce(client: TestClient, clock: number, state: object | null): void {
  const entry = { client: client.doc.clientID, clock, state: JSON.stringify(state) };
  client.harness.send(client.session, { type: 'awareness', payload: encodeAwareness([entry]) });
}

/** The states that a Yjs client was sent since the last call, by person; null for one that has gone. */
function statesAt(client: TestClient): unknown[] {
  client.settle();
  const frames = client.frames('awareness');
  client.received.length = 0;
  return frames.flatMap(({ payload }) => decodeAwareness(payload)).map(({ stateBytes }) => parseAwarenessState(stateBytes));
}

function update(client: JsonClient, payload: Parameters<typeof client.say<'PRESENCE_UPDATE'>>[1]): void {
  client.say('PRESENCE_UPDATE', payload);
}

describe('presence of JSON sessions', () => {
  it('[O15] who subscribes is told who is here, and the others are told of them, whatever they speak', () => {
    const harness = new EngineHarness(twoEditors);
    const yjs = sdk(harness, 'anna');
    announce(yjs, 1, { cursor: { section: 'itinerary', index: 'x', field: 'notes', offset: 4 }, typing: null });
    const ben = JsonClient.join(harness, person('ben'));
    statesAt(yjs);
    const vera = new JsonClient(harness, person('vera'));
    vera.subscribe();
    const { presences } = vera.one('PRESENCE_STATE');
    expect(presences).toMatchObject([
      {
        user_id: 'anna',
        cursor: { field: 'itinerary/x/notes', position: 4 },
        is_typing: false,
        client_id: String(yjs.doc.clientID),
      },
      { user_id: 'ben', cursor: null, client_id: ben.session, user: { id: 'ben', name: 'BEN', avatar_url: null } },
    ]);
    expect(ben.one('PRESENCE_JOIN')).toMatchObject({ user_id: 'vera', client_id: vera.session, joined_at: harness.nowMs });
    expect(statesAt(yjs)).toMatchObject([{ user: { id: 'vera' }, activity: 'viewing' }]);
  });

  it('[O15] both kinds see the field and the position of the other', () => {
    const harness = new EngineHarness(twoEditors);
    const [yjs, ben] = [sdk(harness, 'anna'), JsonClient.join(harness, person('ben'))];
    statesAt(yjs);
    update(ben, { cursor: { field: 'title', position: 3 }, is_typing: true });
    expect(statesAt(yjs)).toMatchObject([
      { cursor: { section: 'title', index: null, field: 'title', offset: 3 }, typing: { field: 'title' }, activity: 'editing' },
    ]);
    update(ben, { cursor: { field: '/itinerary/@x/notes' } });
    expect(statesAt(yjs)).toMatchObject([{ cursor: { section: 'itinerary', index: 'x', field: 'notes', offset: null } }]);

    announce(yjs, 1, { typing: { field: 'title' } });
    expect(ben.one('PRESENCE_JOIN')).toMatchObject({ user_id: 'anna', cursor: { field: 'title' }, is_typing: true });
    announce(yjs, 2, { cursor: { section: 'title', index: null, field: 'title', offset: 7 } });
    expect(ben.one('PRESENCE_UPDATE')).toMatchObject({ cursor: { field: 'title', position: 7 }, is_typing: false });
    announce(yjs, 3, null);
    expect(ben.one('PRESENCE_LEAVE')).toEqual({ user_id: 'anna', client_id: String(yjs.doc.clientID) });
  });

  it('[P3] whatever shape a client gives its state, the person is the one of the token', () => {
    const harness = new EngineHarness(twoEditors);
    const [yjs, ben] = [sdk(harness, 'anna'), JsonClient.join(harness, person('ben'))];
    const odd = [
      { user: { id: 'ben', name: 'Ben' }, cursor: 7 },
      { cursor: { field: 3 }, typing: 'yes' },
      { client_id: {}, cursor: [] },
    ];
    odd.forEach((state, index) => {
      announce(yjs, index + 1, state);
      for (const { payload } of ben.take())
        expect(payload).toMatchObject({ user_id: 'anna', user: { name: 'ANNA' }, cursor: null });
    });
  });

  it('[O15] a clean leave shows at once, a lost connection after its grace', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben, vera] = ['anna', 'ben', 'vera'].map((id) => JsonClient.join(harness, person(id))) as [
      JsonClient,
      JsonClient,
      JsonClient,
    ];
    anna.take();
    harness.disconnect(ben.session, true);
    expect(anna.one('PRESENCE_LEAVE')).toEqual({ user_id: 'ben', client_id: ben.session });
    harness.disconnect(vera.session, false);
    harness.advance(documentLimits.presenceGraceMs - 1);
    expect(anna.take()).toEqual([]);
    harness.advance(1);
    expect(anna.one('PRESENCE_LEAVE')).toMatchObject({ user_id: 'vera' });
  });

  it('[O15] who comes back under the same name within the grace is the same', () => {
    const harness = new EngineHarness(twoEditors);
    const anna = JsonClient.join(harness, person('anna'));
    const join = (): JsonClient => {
      const client = new JsonClient(harness, person('ben'));
      client.say('AUTH', { token: 'token', client_id: 'phone' });
      harness.engine.verified(client.session, { ok: true, value: person('ben') });
      client.subscribe();
      return client;
    };
    harness.disconnect(join().session, false);
    anna.take();
    join();
    expect(anna.takeOf('PRESENCE_JOIN')).toEqual([]);
    expect(harness.engine.presence.present().map(({ user }) => user.id)).toEqual(['anna', 'ben']);
  });

  it('[O16] somebody types until 3 s after they last said so', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    anna.take();
    update(ben, { cursor: { field: 'title' }, is_typing: true });
    expect(anna.one('PRESENCE_UPDATE').is_typing).toBe(true);
    harness.advance(2_000);
    update(ben, { is_typing: true });
    harness.advance(2_500);
    expect(anna.take()).toEqual([]);
    harness.advance(1_000);
    expect(anna.one('PRESENCE_UPDATE')).toMatchObject({ is_typing: false, cursor: { field: 'title' } });
  });

  it('[O16] that somebody types is told at most every 500 ms, and how it ends always', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    anna.take();
    const told: boolean[] = [];
    for (let i = 0; i < 20; i++) {
      update(ben, { is_typing: i % 2 === 0 });
      harness.advance(50);
      told.push(...anna.takeOf('PRESENCE_UPDATE').map(({ payload }) => (payload as OperationPresence).is_typing));
    }
    harness.advance(1_000);
    told.push(...anna.takeOf('PRESENCE_UPDATE').map(({ payload }) => payload.is_typing));
    expect(told.length).toBeLessThanOrEqual(4);
    expect(told.at(-1)).toBe(false);
  });

  it('[O16] a lost connection types nothing', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben, yjs] = [
      JsonClient.join(harness, person('anna')),
      JsonClient.join(harness, person('ben')),
      sdk(harness, 'vera'),
    ];
    announce(yjs, 1, { typing: { field: 'title' } });
    update(ben, { is_typing: true });
    anna.take();
    harness.disconnect(ben.session, false);
    harness.disconnect(yjs.session, false);
    expect(anna.takeOf('PRESENCE_UPDATE').map(({ payload }) => [payload.user_id, payload.is_typing])).toEqual([
      ['ben', false],
      ['vera', false],
    ]);
  });

  it('[A9] an invisible session is seen by nobody, and sees everybody', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, yjs] = [JsonClient.join(harness, person('anna')), sdk(harness, 'vera')];
    anna.take();
    statesAt(yjs);
    const ghost = new JsonClient(harness, person('ben'), { invisible: true });
    ghost.subscribe();
    expect(ghost.one('PRESENCE_STATE').presences).toMatchObject([{ user_id: 'anna' }]);
    update(ghost, { cursor: { field: 'title' }, is_typing: true });
    harness.advance(5_000);
    harness.disconnect(ghost.session, true);
    harness.advance(40_000);
    expect(anna.take()).toEqual([]);
    expect(statesAt(yjs)).toEqual([]);
    expect(harness.engine.presence.present().map(({ user }) => user.id)).toEqual(['anna']);
  });

  it('[P9] survives hibernation: nobody joins twice, and the cursor stays', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    update(ben, { cursor: { field: 'title', position: 2 } });
    harness.advance(2_000);
    anna.take();
    harness.hibernate();
    update(ben, { is_typing: true });
    expect(anna.take()).toMatchObject([
      { type: 'PRESENCE_UPDATE', payload: { user_id: 'ben', cursor: { field: 'title', position: 2 }, is_typing: true } },
    ]);
    harness.disconnect(ben.session, true);
    expect(anna.one('PRESENCE_LEAVE')).toEqual({ user_id: 'ben', client_id: ben.session });
  });

  it('[I4] of somebody who comes and goes all the time is kept under few client ids', () => {
    const harness = new EngineHarness(twoEditors);
    const vera = JsonClient.join(harness, person('vera'));
    for (let i = 0; i < 5 * documentLimits.maxUnusedReplicas; i++) {
      vera.say('UNSUBSCRIBE', { resource_id: 'trip' });
      harness.advance(1_000);
      vera.subscribe();
      for (let moves = 0; moves < 5; moves++) update(vera, { cursor: { field: 'title', position: moves } });
    }
    expect(harness.storage.replicas.announcedBy('vera').length).toBeLessThanOrEqual(documentLimits.maxUnusedReplicas + 1);
    expect(harness.engine.presence.present()).toHaveLength(1);
  });

  it('[L4] of somebody over the rate takes one client id, however often they move', () => {
    const harness = new EngineHarness(twoEditors);
    const vera = JsonClient.join(harness, person('vera'));
    const moveOften = (): void => {
      for (let position = 0; position < 100; position++) update(vera, { cursor: { field: 'title', position } });
    };
    moveOften();
    vera.say('UNSUBSCRIBE', { resource_id: 'trip' });
    vera.subscribe();
    moveOften();
    harness.advance(1_000);
    expect(harness.storage.replicas.announcedBy('vera')).toHaveLength(2);
    expect(harness.engine.presence.present()).toMatchObject([{ state: { cursor: { offset: 99 } } }]);
  });

  it('[I1] the client id of a JSON session belongs to its person', () => {
    const harness = new EngineHarness(twoEditors);
    JsonClient.join(harness, person('ben'));
    const [present] = harness.engine.presence.present();
    expect(harness.storage.replicas.announcer(present?.client_id ?? 0)).toBe('ben');
  });

  it('[L4] over the rate the latest state waits for room', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    for (let position = 0; position < 100; position++) update(ben, { cursor: { field: 'title', position } });
    harness.advance(1_000);
    const cursors = anna.takeOf('PRESENCE_UPDATE').map(({ payload }) => payload.cursor?.position);
    expect(cursors.length).toBeLessThan(80);
    expect(cursors.at(-1)).toBe(99);
  });
});
