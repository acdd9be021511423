import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { decodeSyncAnswer, encodeSyncRequest } from '../../src/protocol/sync-body';
import { type Answer, type Caller, codeOf, newCaller, newTrip } from '../support/workers-caller';

describe('sync over HTTP', () => {
  async function exchange(caller: Caller, trip: string, doc: Y.Doc, update: Uint8Array = new Uint8Array()): Promise<Answer> {
    const answer = await caller.call(
      'POST',
      `${trip}/sync`,
      encodeSyncRequest({ stateVector: Y.encodeStateVector(doc), update }),
    );
    if (answer.status === 200) Y.applyUpdate(doc, decodeSyncAnswer(answer.body.bytes as Uint8Array).update);
    return answer;
  }

  it('brings a document to somebody who has none', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi, { title: '京都', itinerary: [{ id: 'a', title: '寺' }] });
    const doc = new Y.Doc();
    const answer = await exchange(aoi, trip, doc);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(doc.getText('title').toString()).toBe('京都');
    expect(doc.getArray('itinerary').toJSON()).toMatchObject([{ id: 'a', title: '寺' }]);
    const { version } = decodeSyncAnswer(answer.body.bytes as Uint8Array);
    expect(answer.headers.get('etag')).toBe(`"v${version}"`);
  });

  it('stores what is brought, and tells what had to be repaired', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'from afar');
    doc.getMap('details').set('start_date', 'soon');
    const answer = await exchange(aoi, trip, doc, Y.encodeStateAsUpdate(doc));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.headers.get('x-triptrip-repaired') ?? '[]')).toContain('/start_date');
    expect((await aoi.call('GET', trip)).body).toMatchObject({ title: 'from afar', start_date: null });
    expect(doc.getMap('details').get('start_date')).toBeUndefined();
  });

  it('two people meet', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi);
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor' });
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    await Promise.all([exchange(aoi, trip, docs[0]), exchange(ben, trip, docs[1])]);
    docs[0].getText('title').insert(0, 'Kyoto');
    docs[1].getText('description').insert(0, 'Autumn');
    await exchange(aoi, trip, docs[0], Y.encodeStateAsUpdate(docs[0]));
    await exchange(ben, trip, docs[1], Y.encodeStateAsUpdate(docs[1]));
    await exchange(aoi, trip, docs[0]);
    for (const doc of docs) {
      expect([doc.getText('title').toString(), doc.getText('description').toString()]).toEqual(['Kyoto', 'Autumn']);
    }
  });

  it('[I1] takes nothing under a client id of somebody else', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi);
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor' });
    const doc = new Y.Doc();
    await exchange(aoi, trip, doc);
    doc.getText('title').insert(0, 'A');
    await exchange(aoi, trip, doc, Y.encodeStateAsUpdate(doc));
    doc.getText('title').insert(1, 'B');
    expect(codeOf(await exchange(ben, trip, doc, Y.encodeStateAsUpdate(doc)))).toEqual([409, 'client-id-taken']);
  });

  it('[S5] an update that builds on nothing is refused', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'A');
    const before = Y.encodeStateVector(doc);
    doc.getText('title').insert(1, 'B');
    const tail = Y.encodeStateAsUpdate(doc, before);
    expect(codeOf(await exchange(aoi, trip, new Y.Doc(), tail))).toEqual([409, 'missing-dependency']);
    expect((await aoi.call('GET', trip)).body.title).toBe('');
  });

  it.each([[[255]], [[1, 2, 3]], [[1, 1, 255, 255, 255, 255, 127]]])('[S4] bytes that are no update: %j', async (bytes) => {
    const aoi = await newCaller('Aoi');
    const answer = await exchange(aoi, await newTrip(aoi), new Y.Doc(), Uint8Array.from(bytes));
    expect(codeOf(answer)).toEqual([400, 'malformed']);
  });

  it.each([[[]], [[255]], [[1, 2]]])('[S4] bytes that are no state vector: %j', async (bytes) => {
    const aoi = await newCaller('Aoi');
    const request = encodeSyncRequest({ stateVector: Uint8Array.from(bytes), update: new Uint8Array() });
    expect(codeOf(await aoi.call('POST', `${await newTrip(aoi)}/sync`, request))).toEqual([400, 'malformed']);
  });
});
