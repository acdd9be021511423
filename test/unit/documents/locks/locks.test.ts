import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { HeldLock } from '../../../../src/documents/api';
import { eventSchema } from '../../../../src/documents/event';
import type { Outcome } from '../../../../src/protocol/codes';
import { lockLimits } from '../../../../src/protocol/limits';
import type { OperationReplies } from '../../../../src/protocol/operations';
import { overlap } from '../../../../src/protocol/overlap';
import { EngineHarness, person, twoEditors } from '../../../support/engine-harness';
import { TestClient } from '../../../support/test-client';
import { JsonClient, replaceTitle } from '../operation-sessions/json-client';

function held(outcome: Outcome<HeldLock>): HeldLock {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

function lock(harness: EngineHarness, path: string, who = 'anna'): HeldLock {
  return held(harness.service.locks.take(person(who), path));
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

function sdk(harness: EngineHarness, id: string, options: { sdk?: boolean } = { sdk: true }): TestClient {
  const client = new TestClient(harness, person(id), options);
  client.settle();
  client.received.length = 0;
  return client;
}

function patch(harness: EngineHarness, who: string, change: object, ...tokens: readonly number[]): string {
  return codeOf(harness.service.patch(person(who), { kind: 'merge-patch', patch: change }, '*', tokens));
}

function rest(client: TestClient): void {
  for (let round = 0; round < 4; round++) {
    client.harness.advance(60);
    client.settle();
  }
}

describe('locks', () => {
  it('[X1] hold for 30 s and are shown to everyone, with who has them', () => {
    const harness = new EngineHarness(twoEditors);
    const [json, yjs, stock] = [JsonClient.join(harness, person('ben')), sdk(harness, 'ben'), sdk(harness, 'vera', {})];
    const { lock: view, token } = lock(harness, '/title');
    expect(view).toEqual({
      id: view.id,
      path: '/title',
      holder: { id: 'anna', name: 'ANNA' },
      expires_at: harness.nowMs + lockLimits.lockMs,
    });
    expect(token).toBe(1);
    expect(json.one('LOCKS').locks).toEqual([view]);
    rest(yjs);
    expect(yjs.frames('locks').map(({ message }) => message.locks)).toEqual([[view]]);
    rest(stock);
    expect(stock.frames('locks')).toEqual([]);
    expect(harness.service.locks.list(person('vera'))).toEqual({ ok: true, value: [view] });

    const late = new JsonClient(harness, person('vera'));
    late.subscribe();
    expect(late.one('SUBSCRIBE_ACK').locks).toEqual([view]);
    expect(sdkLocks(harness, 'vera')).toEqual([[view]]);

    harness.advance(lockLimits.lockMs);
    expect(json.one('LOCKS').locks).toEqual([]);
    expect(harness.service.locks.list(person('vera'))).toEqual({ ok: true, value: [] });
  });

  function sdkLocks(harness: EngineHarness, id: string) {
    const client = new TestClient(harness, person(id), { sdk: true });
    client.settle();
    return client.frames('locks').map(({ message }) => message.locks);
  }

  it('[X2] one place is locked by one person; who locks theirs again gets a higher token, and the old one is over', () => {
    const harness = new EngineHarness(twoEditors);
    const first = lock(harness, '/title');
    for (const path of ['/title', '']) {
      const refused = harness.service.locks.take(person('ben'), path);
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'locked', extensions: { lock: first.lock } } });
    }
    lock(harness, '/notes', 'ben');
    const second = lock(harness, '/title');
    expect(second.lock.id).toBe(first.lock.id);
    expect(second.token).toBeGreaterThan(first.token);
    expect(patch(harness, 'anna', { title: 'x' }, first.token)).toBe('lock-over');
    expect(patch(harness, 'anna', { title: 'x' }, second.token)).toBe('ok');
  });

  it('[X4] of one key of free JSON are not in the way of another key', () => {
    const harness = new EngineHarness({ schema: eventSchema, ...twoEditors });
    lock(harness, '/extensions/tickets');
    expect(patch(harness, 'ben', { extensions: { tickets: 2 } })).toBe('locked');
    expect(patch(harness, 'ben', { extensions: { seats: 2 } })).toBe('ok');
    expect(patch(harness, 'ben', { extensions: 'none' })).toBe('locked');
  });

  it('[X2] a path names a place where somebody could write; elements are named by their ids', () => {
    const harness = new EngineHarness(twoEditors);
    const attachment = { title: 'Map', url: null };
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { attachments: [attachment] } }, '*');
    const path = lock(harness, '/attachments/0/title').lock.path;
    expect(path).toMatch(/^\/attachments\/@[^/]+\/title$/);
    expect(lock(harness, path).lock.path).toBe(path);
    for (const wrong of ['title', '/nothing', '/id', '/metadata/version', '/attachments/1', '/attachments/@x', '/__proto__']) {
      expect(codeOf(harness.service.locks.take(person('anna'), wrong)), wrong).toBe('invalid');
    }
    expect(codeOf(harness.service.locks.take(person('vera'), '/title'))).toBe('forbidden');
    expect(codeOf(harness.service.locks.take(person('stranger'), '/title'))).toBe('not-found');
  });

  it('[X2] there are only so many', () => {
    const harness = new EngineHarness(twoEditors);
    const codes = Array.from({ length: lockLimits.maxLocksOfPerson + 1 }, (_, index) =>
      codeOf(harness.service.locks.take(person('anna'), `/budget/${index}`)),
    );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(lockLimits.maxLocksOfPerson);
    expect(codes.at(-1)).toBe('too-many-locks');
  });

  it('[X3] are renewed with their token, as long as they hold', () => {
    const harness = new EngineHarness(twoEditors);
    const { lock: view, token } = lock(harness, '/title');
    harness.advance(20_000);
    const renewed = held(harness.service.locks.renew(person('anna'), view.id, token));
    expect(renewed).toEqual({ lock: { ...view, expires_at: harness.nowMs + lockLimits.lockMs }, token });
    harness.advance(20_000);
    expect(harness.engine.locks.views()).toHaveLength(1);
    expect(codeOf(harness.service.locks.renew(person('ben'), view.id, token))).toBe('lock-over');
    expect(codeOf(harness.service.locks.renew(person('anna'), view.id, token + 1))).toBe('lock-over');
    harness.advance(10_000);
    expect(codeOf(harness.service.locks.renew(person('anna'), view.id, token))).toBe('lock-over');
  });

  it('[X3] outlive a restart, and end on time all the same', () => {
    const harness = new EngineHarness(twoEditors);
    const { lock: view, token } = lock(harness, '/title');
    harness.crash();
    expect(harness.engine.locks.views()).toEqual([view]);
    expect(patch(harness, 'ben', { title: 'x' })).toBe('locked');
    harness.advance(lockLimits.lockMs);
    expect(harness.storage.locks.all()).toEqual([]);
    expect(lock(harness, '/title').token).toBeGreaterThan(token);
  });

  it('[X5] end with the last connection of who has them, however it ends', () => {
    for (const isExplicit of [true, false]) {
      const harness = new EngineHarness(twoEditors);
      const [one, other] = [JsonClient.join(harness, person('anna')), sdk(harness, 'anna')];
      lock(harness, '/title');
      harness.disconnect(one.session, isExplicit);
      expect(harness.engine.locks.views()).toHaveLength(1);
      harness.disconnect(other.session, isExplicit);
      expect(harness.engine.locks.views()).toEqual([]);
    }
  });

  it('[X5] end with the right to write', () => {
    for (const change of ['viewer', 'removed'] as const) {
      const harness = new EngineHarness(twoEditors);
      lock(harness, '/title');
      const { membership } = harness.service;
      if (change === 'removed') membership.remove(person('owner'), 'anna');
      else membership.put(person('owner'), { id: 'anna', role: 'viewer', name: 'A', avatar: null });
      expect(harness.engine.locks.views(), change).toEqual([]);
    }
  });

  it('[X5] not with a connection that the server gives up', () => {
    const harness = new EngineHarness(twoEditors);
    JsonClient.join(harness, person('anna'));
    lock(harness, '/title');
    harness.engine.recover();
    expect(harness.engine.locks.views()).toHaveLength(1);
  });

  it('[X6] are given up with their token, and broken by owners, which is logged', () => {
    const harness = new EngineHarness(twoEditors);
    const { locks } = harness.service;
    const own = lock(harness, '/title');
    expect(codeOf(locks.release(person('ben'), own.lock.id, own.token))).toBe('lock-over');
    expect(codeOf(locks.release(person('ben'), own.lock.id, null))).toBe('forbidden');
    expect(codeOf(locks.release(person('anna'), own.lock.id, own.token))).toBe('ok');
    expect(codeOf(locks.release(person('anna'), own.lock.id, own.token))).toBe('not-found');
    expect(harness.lines).toEqual([]);
    const broken = lock(harness, '/title');
    expect(codeOf(locks.release(person('owner'), broken.lock.id, null))).toBe('ok');
    expect(harness.lines).toEqual([
      { event: 'lock broken', properties: { lock: broken.lock.id, path: '/title', holder: 'anna', by: 'owner' } },
    ]);
    expect(patch(harness, 'ben', { title: 'x' })).toBe('ok');
  });

  it('[A9] of somebody invisible name nobody', () => {
    const harness = new EngineHarness(twoEditors);
    const ben = JsonClient.join(harness, person('ben'));
    JsonClient.join(harness, person('anna'), { invisible: true });
    lock(harness, '/title');
    expect(ben.one('LOCKS').locks).toMatchObject([{ path: '/title', holder: { id: '', name: '' } }]);
    ben.op([replaceTitle('x')], 0);
    expect(ben.one('ERROR')).toMatchObject({ code: 'locked', lock: { holder: { id: '', name: '' } } });
  });
});

describe('writes of a locked place', () => {
  it('[X4] by OP and PATCH need the token, of its holder too', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    const { lock: view, token } = lock(harness, '/title');
    for (const client of [anna, ben]) {
      client.take();
      client.op([replaceTitle('x')], 0);
      expect(client.one('ERROR')).toMatchObject({ code: 'locked', pointer: '/title', lock: view });
    }
    ben.op([replaceTitle('x'), { op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    expect(ben.one('ERROR').code).toBe('locked');
    expect(patch(harness, 'ben', { title: 'x' })).toBe('locked');
    expect(patch(harness, 'anna', { title: 'x' })).toBe('locked');
    expect(harness.storage.log.head()).toBe(0);

    ben.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    expect(ben.one('OP_ACK').effect).toBe(true);
    anna.op([replaceTitle('x')], 0, { lock_token: token });
    expect(anna.one('OP_ACK').effect).toBe(true);
    expect(patch(harness, 'anna', { title: 'y' }, token)).toBe('ok');
    expect(patch(harness, 'anna', { title: 'z' }, token + 1)).toBe('lock-over');
  });

  it('[X4] of several locked places need the token of each', () => {
    const harness = new EngineHarness(twoEditors);
    const anna = JsonClient.join(harness, person('anna'));
    const [title, place] = [lock(harness, '/title'), lock(harness, '/destination')];
    const both = [replaceTitle('x'), { op: 'replace', path: '/destination', value: 'Kyoto' }] as const;
    const shown = (lock_token: number | readonly number[]): OperationReplies['ERROR'] => {
      anna.take();
      anna.op(both, 0, { lock_token });
      return anna.one('ERROR');
    };
    expect(shown(title.token)).toMatchObject({ code: 'locked', pointer: '/destination' });
    expect(shown([place.token])).toMatchObject({ code: 'locked', pointer: '/title' });
    expect(shown([])).toMatchObject({ code: 'locked' });
    expect(shown([title.token, place.token, 99])).toMatchObject({ code: 'lock-over' });
    anna.op(both, 0, { lock_token: [place.token, title.token] });
    expect(anna.one('OP_ACK').effect).toBe(true);
    const patched = { title: 'y', destination: 'Osaka' };
    expect(patch(harness, 'anna', patched, title.token)).toBe('locked');
    expect(patch(harness, 'anna', patched, title.token, place.token)).toBe('ok');
  });

  it('[X4] operations at an older version are held back as well', () => {
    const harness = new EngineHarness(twoEditors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    const { token } = lock(harness, '/title');
    anna.op([replaceTitle('Kyoto in May')], 0, { lock_token: token });
    ben.op([replaceTitle('Osaka')], 0);
    ben.take();
    expect(harness.service.read(person('ben'))).toMatchObject({ value: { view: { title: 'Kyoto in May' }, version: 1 } });
  });

  it('[X4] a locked document holds everything back', () => {
    const harness = new EngineHarness(twoEditors);
    const { token } = lock(harness, '');
    expect(patch(harness, 'ben', { destination: 'Kyoto' })).toBe('locked');
    expect(patch(harness, 'anna', { destination: 'Kyoto' }, token)).toBe('ok');
  });

  it('[X4] a document that somebody else has as a whole is not deleted without the token', () => {
    const harness = new EngineHarness(twoEditors);
    const remove = (...tokens: number[]) => codeOf(harness.service.delete(person('owner'), false, tokens));
    lock(harness, '/title');
    const { lock: whole, token } = lock(harness, '');
    expect(harness.service.delete(person('owner'))).toMatchObject({ refusal: { code: 'locked', extensions: { lock: whole } } });
    expect(remove(token + 1)).toBe('lock-over');
    expect(remove(token, token + 1)).toBe('lock-over');
    expect(codeOf(harness.service.read(person('owner')))).toBe('ok');
    expect(remove(token)).toBe('ok');
  });

  it.each([
    ['is its owner’s own', 'owner', ''],
    ['is of a part only', 'anna', '/title'],
  ])('[X4] a lock that %s keeps no document', (_, holder, path) => {
    const harness = new EngineHarness(twoEditors);
    lock(harness, path, holder);
    expect(codeOf(harness.service.delete(person('owner')))).toBe('ok');
  });

  it('[X6] a document is deleted once its lock is broken', () => {
    const harness = new EngineHarness(twoEditors);
    const { lock: whole } = lock(harness, '');
    expect(codeOf(harness.service.locks.release(person('owner'), whole.id, null))).toBe('ok');
    expect(codeOf(harness.service.delete(person('owner')))).toBe('ok');
  });

  it('[X4] by a Yjs client are refused, kept by the client, and taken when the lock is over', () => {
    const harness = new EngineHarness(twoEditors);
    const ben = sdk(harness, 'ben');
    const { lock: view } = lock(harness, '/title');
    rest(ben);
    ben.received.length = 0;
    ben.doc.getText('title').insert(0, 'Osaka');
    rest(ben);
    expect(ben.frames('refused').map(({ code }) => code)).toContain('locked');
    expect(ben.frames('notice')[0]?.message).toEqual({ code: 'locked', paths: ['/title'], lock: view });
    ben.doc.getMap('details').set('destination', 'Osaka');
    rest(ben);
    expect(harness.storage.log.head()).toBe(0);
    expect(ben.isOpen).toBe(true);

    harness.advance(lockLimits.lockMs);
    rest(ben);
    expect(harness.service.read(person('ben'))).toMatchObject({ value: { view: { title: 'Osaka', destination: 'Osaka' } } });
    expect(ben.saved).toBe(ben.n);
    expect(Y.equalSnapshots(Y.snapshot(ben.doc), Y.snapshot(harness.engine.state.live().doc))).toBe(true);
  });

  it('[X4][C7] that a lock keeps out are asked for also when its end wakes the document', () => {
    const harness = new EngineHarness(twoEditors);
    const ben = sdk(harness, 'ben');
    lock(harness, '/title');
    ben.doc.getText('title').insert(0, 'Osaka');
    rest(ben);
    harness.hibernate();
    harness.advance(lockLimits.lockMs);
    rest(ben);
    expect(harness.service.read(person('ben'))).toMatchObject({ value: { view: { title: 'Osaka' } } });
    expect(ben.saved).toBe(ben.n);
    ben.received.length = 0;
    harness.hibernate();
    const { lock: second, token } = lock(harness, '/title');
    harness.service.locks.release(person('anna'), second.id, token);
    rest(ben);
    expect(ben.frames('step1'), 'nothing is kept out any more').toEqual([]);
  });

  it('[X4] that the lock keeps out longer, over reconnects, are not lost either', () => {
    const harness = new EngineHarness(twoEditors);
    const ben = sdk(harness, 'ben');
    const { lock: view, token } = lock(harness, '/title');
    ben.doc.getText('title').insert(0, 'Osaka');
    rest(ben);
    for (let i = 0; i < 4; i++) {
      harness.advance(20_000);
      expect(codeOf(harness.service.locks.renew(person('anna'), view.id, token))).toBe('ok');
      ben.reconnect();
      rest(ben);
      expect(ben.isOpen).toBe(true);
    }
    harness.service.locks.release(person('anna'), view.id, token);
    rest(ben);
    expect(harness.service.read(person('ben'))).toMatchObject({ value: { view: { title: 'Osaka' } } });
  });

  it('[X4] do not hold up what others write in the same flush', () => {
    const harness = new EngineHarness(twoEditors);
    const [ben, owner] = [sdk(harness, 'ben'), sdk(harness, 'owner')];
    lock(harness, '/title');
    const waiting = [
      [owner, 'start_date', '2027-05-01'],
      [ben, 'title', 'Osaka'],
      [owner, 'end_date', '2027-05-09'],
    ] as const;
    for (let i = 0; i < 60; i++) {
      owner.doc.getMap('details').set('destination', `to ${i}`);
      owner.sendUpdates();
    }
    for (const [client, key, value] of waiting) {
      if (key === 'title') client.doc.getText('title').insert(0, value);
      else client.doc.getMap('details').set(key, value);
      client.sendUpdates();
    }
    harness.advance(200);
    expect(harness.service.read(person('ben'))).toMatchObject({
      value: { view: { title: '', start_date: '2027-05-01', end_date: '2027-05-09' } },
    });
  });

  it('[X4] its holder writes by Yjs as always', () => {
    const harness = new EngineHarness(twoEditors);
    const anna = sdk(harness, 'anna');
    lock(harness, '/title');
    anna.doc.getText('title').insert(0, 'Kyoto');
    rest(anna);
    expect(harness.service.read(person('ben'))).toMatchObject({ value: { view: { title: 'Kyoto' } } });
  });

  it('[X4] over HTTP sync are refused with who has it', () => {
    const harness = new EngineHarness(twoEditors);
    const { lock: view } = lock(harness, '/title');
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'Osaka');
    const request = { stateVector: Uint8Array.of(0), update: Y.encodeStateAsUpdate(doc), known: [] };
    expect(harness.service.sync(person('ben'), request)).toMatchObject({
      ok: false,
      refusal: { code: 'locked', extensions: { lock: view } },
    });
    expect(codeOf(harness.service.sync(person('anna'), request))).toBe('ok');
  });

  it('[X1] a deleted document has no locks', () => {
    const harness = new EngineHarness(twoEditors);
    const { token } = lock(harness, '');
    expect(codeOf(harness.service.delete(person('owner'), false, [token]))).toBe('ok');
    harness.service.restore(person('owner'));
    expect(harness.engine.locks.views()).toEqual([]);
  });
});

it.each([
  ['', '/title', true],
  ['/title', '', true],
  ['/title', '/title', true],
  ['/itinerary/@x', '/itinerary/@x/title', true],
  ['/itinerary/@x/title', '/itinerary', true],
  ['/title', '/titles', false],
  ['/itinerary/@x', '/itinerary/@xy', false],
])('[X4] %j and %j overlap: %j', (a, b, expected) => {
  expect(overlap(a, b)).toBe(expected);
});
