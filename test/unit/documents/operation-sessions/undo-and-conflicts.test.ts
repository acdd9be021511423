import { describe, expect, it } from 'vitest';
import { EngineHarness, person, twoEditors } from '../../../support/engine-harness';
import { TestClient } from '../../../support/test-client';
import { JsonClient, replaceTitle } from './json-client';

describe('UNDO and REDO', () => {
  it('[O18] take back what their author did, and do it again, across what others wrote', () => {
    const harness = new EngineHarness(twoEditors);
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

  it('[O18] sent again under their id, over another connection too, take no second step', () => {
    const harness = new EngineHarness(twoEditors);
    harness.advance(1_000);
    const anna = JsonClient.join(harness, person('anna'));
    anna.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0, {}, 'm1');
    harness.advance(1_000);
    anna.op([{ op: 'replace', path: '/destination', value: 'Nara' }], 1, {}, 'm2');
    anna.take();
    anna.say('UNDO', { resource_id: 'trip' }, 'm3');
    const undone = anna.one('OP_ACK');
    harness.disconnect(anna.session);
    const back = JsonClient.join(harness, person('anna'));
    back.say('UNDO', { resource_id: 'trip' }, 'm3');
    expect(back.one('OP_ACK')).toEqual(undone);
    expect(harness.service.read(person('anna'))).toMatchObject({ value: { version: 3, view: { destination: 'Kyoto' } } });
    back.say('REDO', { resource_id: 'trip' }, 'm4');
    const redone = back.one('OP_ACK');
    back.say('REDO', { resource_id: 'trip' }, 'm4');
    expect(back.one('OP_ACK')).toEqual(redone);
    for (const [type, id] of [
      ['UNDO', 'm1'],
      ['UNDO', 'm4'],
    ] as const) {
      back.say(type, { resource_id: 'trip' }, id);
      expect(back.one('ERROR').code).toBe('idempotency-key-reused');
    }
    back.op([replaceTitle('x')], 4, {}, 'm3');
    expect(back.one('ERROR').code).toBe('idempotency-key-reused');
    expect(harness.storage.log.head()).toBe(4);
  });

  it('[O18] with nothing to take back, or without the right, are refused', () => {
    const harness = new EngineHarness(twoEditors);
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
    const harness = new EngineHarness(twoEditors);
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
    const harness = new EngineHarness(twoEditors);
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

  it('[O14] are told to whose operation it is, also when it has not subscribed, and to no other of theirs that has not', () => {
    const harness = new EngineHarness(twoEditors);
    const anna = JsonClient.join(harness, person('anna'));
    const [sender, other] = [new JsonClient(harness, person('ben')), new JsonClient(harness, person('ben'))];
    anna.op([{ op: 'replace', path: '/destination', value: 'Kyoto' }], 0);
    sender.op([{ op: 'replace', path: '/destination', value: 'Osaka' }], 0);
    expect(sender.one('sync:conflict')).toMatchObject({ mine: 'Osaka', theirs: 'Kyoto' });
    expect(other.take()).toEqual([]);
    anna.op([{ op: 'replace', path: '/destination', value: 'Nara' }], 1);
    expect(sender.take()).toEqual([]);
  });

  it('[O14] an SDK session is told by a Conflict frame', () => {
    const harness = new EngineHarness(twoEditors);
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
