import { describe, expect, it } from 'vitest';
import { calendarSchema } from '../../../../src/documents/calendar';
import type { Operation } from '../../../../src/protocol/operations';
import { EngineHarness, person } from '../../../support/engine-harness';
import { TestClient } from '../../../support/test-client';
import { JsonClient, replaceTitle, textOf } from './json-client';

const editors = { members: { anna: 'editor', ben: 'editor', chloe: 'editor' } } as const;
const toKyoto: Operation = { op: 'replace', path: '/destination', value: 'Kyoto' };

function typist(harness: EngineHarness, id: string): TestClient {
  const client = new TestClient(harness, person(id), { sdk: true });
  client.settle();
  return client;
}

describe('OP_BROADCAST', () => {
  it('[O8] reaches every other session, whatever way the edit came', () => {
    const harness = new EngineHarness(editors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    const chloe = typist(harness, 'chloe');

    anna.op([toKyoto], 0);
    expect(anna.takeOf('OP_BROADCAST')).toEqual([]);
    expect(ben.one('OP_BROADCAST')).toMatchObject({
      resource_id: 'trip',
      resource_type: 'trip',
      version: 1,
      operations: [toKyoto],
      operation: toKyoto,
      user_id: 'anna',
      client_id: anna.session,
    });

    chloe.doc.getMap('details').set('start_date', '2027-05-01');
    chloe.settle();
    const dated = { version: 2, operations: [{ op: 'replace', path: '/start_date', value: '2027-05-01' }], user_id: 'chloe' };
    for (const client of [anna, ben]) expect(client.one('OP_BROADCAST')).toMatchObject(dated);

    harness.service.patch(person('anna'), { kind: 'merge-patch', patch: { archived: true } }, '*');
    for (const client of [anna, ben]) {
      expect(client.one('OP_BROADCAST')).toMatchObject({ version: 3, user_id: 'anna', client_id: null });
    }
  });

  it('[O8] Yjs sessions get what JSON sessions do', () => {
    const harness = new EngineHarness(editors);
    const [anna, chloe] = [JsonClient.join(harness, person('anna')), typist(harness, 'chloe')];
    anna.op([toKyoto, replaceTitle('Spring')], 0);
    chloe.settle();
    expect(chloe.doc.getMap('details').get('destination')).toBe('Kyoto');
    expect(chloe.doc.getText('title').toString()).toBe('Spring');
  });

  it('[O8] is told after it is stored, and before it is acknowledged', () => {
    const harness = new EngineHarness(editors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'))];
    harness.journal.length = 0;
    anna.op([toKyoto], 0);
    expect(harness.journal).toEqual(['append', `send ${ben.session}`, `send ${anna.session}`]);
  });

  it('[O8] one flush is one message, of nobody when several had a part in it', () => {
    const harness = new EngineHarness(editors);
    const watcher = JsonClient.join(harness, person('owner'));
    const [anna, ben] = [typist(harness, 'anna'), typist(harness, 'ben')];
    for (let i = 0; i < 500; i++) anna.doc.getMap('details').set('destination', `to ${i}`);
    for (let i = 0; i < 40; i++) {
      anna.sendUpdates(1);
      harness.advance(1);
    }
    harness.advance(200);
    watcher.take();
    anna.unsent.length = 0;
    ben.doc.getMap('details').set('end_date', '2027-05-09');
    anna.doc.getMap('details').set('start_date', '2027-05-01');
    harness.engine.writer.flush();
    ben.sendUpdates();
    anna.sendUpdates();
    harness.advance(100);
    const told = watcher.takeOf('OP_BROADCAST');
    expect(told.flatMap(({ payload }) => payload.operations).map(({ path }) => path)).toContain('/end_date');
  });
});

describe('a calendar', () => {
  it('[O11] tells of its events at its own version, after all that was waiting', () => {
    const harness = new EngineHarness({ ...editors, schema: calendarSchema });
    const client = new JsonClient(harness, person('ben'));
    client.subscribe({ resource_type: 'calendar' });
    client.take();
    const anna = typist(harness, 'anna');
    for (const word of ['a', 'b']) {
      anna.doc.getText('title').insert(0, word);
      anna.settle();
    }
    harness.engine.language.eventChanged('e1', () => ({ id: 'e1', title: 'Lunch' }));
    harness.engine.language.eventChanged('e1', () => null);
    expect(client.takeOf('OP_BROADCAST').map(({ payload }) => [payload.version, payload.operations])).toEqual([
      [1, [replaceTitle('a')]],
      [2, [replaceTitle('ba')]],
      [2, [{ op: 'replace', path: '/events/@e1', value: { id: 'e1', title: 'Lunch' } }]],
      [2, [{ op: 'remove', path: '/events/@e1' }]],
    ]);
  });
});

describe('texts', () => {
  it('[O9] go out as edits to sessions that ask for them', () => {
    const harness = new EngineHarness(editors);
    const edits = JsonClient.join(harness, person('ben'), { textEdits: true });
    const anna = typist(harness, 'anna');
    anna.doc.getText('title').insert(0, 'Kyoto');
    anna.settle();
    expect(edits.one('OP_BROADCAST').operations).toEqual([
      { op: 'text', path: '/title', edits: [{ at: 0, remove: 0, insert: 'Kyoto' }] },
    ]);
    anna.doc.getText('title').insert(5, ' in May');
    anna.settle();
    expect(edits.one('OP_BROADCAST').operations).toEqual([
      { op: 'text', path: '/title', edits: [{ at: 5, remove: 0, insert: ' in May' }] },
    ]);
  });

  it('[O9] go out whole to the others, at most every 500 ms, and the last one always', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('ben'));
    const anna = typist(harness, 'anna');
    const told: { atMs: number; value: unknown }[] = [];
    const startMs = harness.nowMs;
    for (let i = 0; i < 40; i++) {
      anna.doc.getText('title').insert(i, String(i % 10));
      anna.settle();
      harness.advance(50);
      for (const { payload } of client.takeOf('OP_BROADCAST')) {
        told.push({ atMs: harness.nowMs - startMs, value: textOf(payload.operations, '/title') });
        expect(payload.version).toBe(harness.storage.log.head());
      }
    }
    harness.advance(500);
    told.push(
      ...client.takeOf('OP_BROADCAST').map(({ payload }) => ({ atMs: 9_999, value: textOf(payload.operations, '/title') })),
    );
    expect(told.length).toBeGreaterThanOrEqual(4);
    expect(told.length).toBeLessThanOrEqual(6);
    expect(told.at(-1)?.value).toBe(anna.doc.getText('title').toString());
  });

  it('[O10] whatever else goes out takes them along, so that a version is told whole', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('ben'));
    const anna = typist(harness, 'anna');
    for (const word of ['a', 'b', 'c']) {
      anna.doc.getText('title').insert(0, word);
      anna.settle();
    }
    expect(client.takeOf('OP_BROADCAST')).toHaveLength(1);
    anna.doc.getMap('details').set('destination', 'Kyoto');
    anna.settle();
    expect(client.one('OP_BROADCAST')).toMatchObject({ version: 4, operations: [toKyoto, replaceTitle('cba')] });
    harness.advance(1_000);
    expect(client.take()).toEqual([]);
  });

  it('[O10] who is acknowledged an OP has been told all before it', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('ben'));
    const anna = typist(harness, 'anna');
    for (const word of ['a', 'b', 'c']) {
      anna.doc.getText('title').insert(0, word);
      anna.settle();
    }
    client.take();
    client.op([toKyoto], 3);
    expect(client.take()).toMatchObject([
      { type: 'OP_BROADCAST', payload: { operations: [replaceTitle('cba')] } },
      { type: 'OP_ACK', payload: { version: 4, operations: [toKyoto] } },
    ]);
  });

  it('[O9] that are gone when their time comes are not told', () => {
    const harness = new EngineHarness(editors);
    const client = JsonClient.join(harness, person('ben'));
    harness.service.patch(person('owner'), { kind: 'merge-patch', patch: { attachments: [{ title: 'Map', url: null }] } }, '*');
    client.take();
    const anna = JsonClient.join(harness, person('anna'));
    for (const title of ['Map of', 'Map of Kyoto']) {
      anna.op([{ op: 'replace', path: '/attachments/0/title', value: title }], harness.storage.log.head());
    }
    client.take();
    anna.op([{ op: 'remove', path: '/attachments/0' }], harness.storage.log.head());
    const [gone] = client.takeOf('OP_BROADCAST');
    expect(gone?.payload.operations).toMatchObject([{ op: 'remove' }]);
    harness.advance(1_000);
    expect(client.take()).toEqual([]);
  });

  it('[O9] an acknowledgement tells its author the text as it is', () => {
    const harness = new EngineHarness(editors);
    const [anna, ben] = [JsonClient.join(harness, person('anna')), JsonClient.join(harness, person('ben'), { textEdits: true })];
    anna.op([replaceTitle('Kyoto in spring')], 0);
    anna.take();
    ben.take();
    ben.op([replaceTitle('Kyoto in late spring')], 1);
    expect(ben.one('OP_ACK').operations).toMatchObject([{ op: 'text', path: '/title' }]);
    anna.op([replaceTitle('Old Kyoto in spring')], 1);
    const [broadcast, ack] = anna.take();
    expect(broadcast).toMatchObject({ type: 'OP_BROADCAST', payload: { operations: [replaceTitle('Kyoto in late spring')] } });
    expect(ack).toMatchObject({ type: 'OP_ACK', payload: { operations: [replaceTitle('Old Kyoto in late spring')] } });
  });
});
