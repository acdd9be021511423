import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { decodeSyncAnswer, encodeSyncRequest } from '../../src/protocol/sync-body';
import { type Answer, type Caller, newCaller, newTrip } from '../support/workers-caller';
import { TestSocket } from '../support/workers-socket';

const jsonPatch = { 'content-type': 'application/json-patch+json', 'if-match': '*' };
const mergePatch = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };

function codeOf({ status, body }: Answer): unknown {
  return [status, body.code];
}

describe('creating', () => {
  it('[V1] a trip has every field, unset ones too', async () => {
    const aoi = await newCaller('Aoi');
    const { status, headers, body } = await aoi.call('POST', '/v1/trips', {});
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      owner_id: aoi.id,
      collaborators: [{ id: aoi.id, name: 'Aoi', role: 'owner', color: expect.stringMatching(/^#[0-9a-f]{6}$/) }],
      title: '',
      description: '',
      notes: [],
      start_date: null,
      end_date: null,
      destination: null,
      cover: null,
      archived: null,
      itinerary: [],
      budget: {},
      attachments: [],
      metadata: { created_at: expect.any(String), updated_at: expect.any(String), version: expect.any(Number) },
    });
    expect(headers.get('location')).toBe(`/v1/trips/${body.id}`);
    const { version } = body.metadata as { version: number };
    expect(headers.get('etag')).toBe(`"v${version}"`);
  });

  it('[V1] with all fields, and reads the same back', async () => {
    const aoi = await newCaller('Aoi');
    const fields = {
      title: '京都 ⛩️',
      description: 'Autumn',
      notes: [{ insert: 'Take ' }, { insert: 'cash', attributes: { bold: true } }, { insert: '\n' }],
      start_date: '2026-11-22',
      end_date: '2026-11-24',
      destination: 'Kyoto',
      cover: 'https://pictures.example/kyoto.jpg',
      itinerary: [
        { id: 'b', day: 2, type: 'restaurant', title: 'にしき', cost: 3000, currency: 'JPY' },
        {
          id: 'a',
          day: 1,
          type: 'attraction',
          title: '清水寺',
          notes: 'early',
          booking_status: 'confirmed',
          time_slot: 'morning',
        },
        { id: 'c', day: null, title: 'some day' },
      ],
      budget: { JPY: 120_000, EUR: 10.5 },
      attachments: [{ id: 'x', url: 'https://docs.example/ticket', title: 'Ticket' }],
    };
    const { status, body } = await aoi.call('POST', '/v1/trips', fields);
    expect(status).toBe(201);
    const { itinerary, ...others } = fields;
    expect(body).toMatchObject(others);
    const items = body.itinerary as Record<string, unknown>[];
    expect(items.map((item) => [item.id, item.day])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', null],
    ]);
    expect(items[0]).toEqual({
      id: 'a',
      day: 1,
      order: expect.any(String),
      time_slot: 'morning',
      type: 'attraction',
      resource_id: null,
      title: '清水寺',
      notes: 'early',
      booking_status: 'confirmed',
      cost: null,
      currency: null,
      url: null,
    });
    expect((await aoi.call('GET', `/v1/trips/${body.id}`)).body).toEqual(body);
  });

  it.each([
    [{ start_date: '2026-02-30' }, 'invalid', '/start_date'],
    [{ start_date: '2026-11-24', end_date: '2026-11-22' }, 'invalid', '/end_date'],
    [{ cover: 'javascript:alert(1)' }, 'invalid', '/cover'],
    [{ cover: 'cover:moon' }, 'invalid', '/cover'],
    [{ budget: { yen: 1 } }, 'invalid', '/budget/yen'],
    [{ itinerary: [{ id: 'a' }, { id: 'a' }] }, 'invalid', '/itinerary/1/id'],
    [{ itinerary: [{ colour: 'red' }] }, 'invalid', '/itinerary/0/colour'],
    [{ nonsense: 1 }, 'invalid', '/nonsense'],
  ])('refuses %j', async (fields, code, pointer) => {
    const answer = await (await newCaller('Aoi')).call('POST', '/v1/trips', fields);
    expect(codeOf(answer)).toEqual([422, code]);
    expect(answer.body.errors).toContainEqual({ pointer, detail: expect.any(String) });
  });

  it.each(['id', 'owner_id', 'metadata', 'collaborators'])('refuses %s, which is read-only', async (field) => {
    const answer = await (await newCaller('Aoi')).call('POST', '/v1/trips', { [field]: 'x' });
    expect(codeOf(answer)).toEqual([422, 'read-only-field']);
  });

  it('shows the trip in the lists of its members', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi, { title: 'Kyoto' });
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'viewer' });
    await aoi.call('PATCH', trip, { title: 'Osaka' }, mergePatch);
    // The lists hear of edits a second later.
    await expect
      .poll(async () => (await ben.call('GET', '/v1/trips?q=osaka')).body, { timeout: 4_000 })
      .toEqual({ trips: [expect.objectContaining({ title: 'Osaka', role: 'viewer', owner_id: aoi.id })], next_cursor: null });
  });
});

describe('idempotency keys', () => {
  const key = { 'idempotency-key': 'key-1' };

  it('the same call again answers the same trip', async () => {
    const aoi = await newCaller('Aoi');
    const first = await aoi.call('POST', '/v1/trips', { title: 'Kyoto' }, key);
    const second = await aoi.call('POST', '/v1/trips', { title: 'Kyoto' }, key);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it('calls at the same moment create one trip', async () => {
    const aoi = await newCaller('Aoi');
    const answers = await Promise.all([1, 2, 3].map(() => aoi.call('POST', '/v1/trips', { title: 'Kyoto' }, key)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('another call under the same key is refused, and changes nothing', async () => {
    const aoi = await newCaller('Aoi');
    const { body } = await aoi.call('POST', '/v1/trips', { title: 'Kyoto' }, key);
    const other = await aoi.call('POST', '/v1/trips', { title: 'Osaka' }, key);
    expect(codeOf(other)).toEqual([422, 'idempotency-key-reused']);
    expect((await aoi.call('GET', `/v1/trips/${body.id}`)).body).toEqual(body);
  });

  it('the same key of another person is another trip', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const [ofAoi, ofBen] = await Promise.all([aoi, ben].map((person) => person.call('POST', '/v1/trips', {}, key)));
    expect(ofAoi?.body.id).not.toBe(ofBen?.body.id);
    expect(ofBen?.status).toBe(201);
  });

  it('a refused call does not use the key up', async () => {
    const aoi = await newCaller('Aoi');
    expect((await aoi.call('POST', '/v1/trips', { start_date: 'soon' }, key)).status).toBe(422);
    expect((await aoi.call('POST', '/v1/trips', { start_date: '2026-11-22' }, key)).status).toBe(201);
  });

  it.each(['with space', '', 'x'.repeat(256)])('"%s" is none', async (value) => {
    const answer = await (await newCaller('Aoi')).call('POST', '/v1/trips', {}, { 'idempotency-key': value });
    expect(codeOf(answer)).toEqual([422, 'invalid']);
  });
});

describe('patching', () => {
  async function trip(): Promise<{ aoi: Caller; path: string; patch: (body: unknown, headers?: object) => Promise<Answer> }> {
    const aoi = await newCaller('Aoi');
    const path = await newTrip(aoi, { title: 'Kyoto', itinerary: [{ id: 'a', day: 1, title: 'temple' }], budget: { JPY: 1 } });
    return { aoi, path, patch: (body, headers = {}) => aoi.call('PATCH', path, body, { ...jsonPatch, ...headers }) };
  }

  it('[V2] by JSON Patch', async () => {
    const { patch } = await trip();
    const answer = await patch([
      { op: 'test', path: '/title', value: 'Kyoto' },
      { op: 'replace', path: '/title', value: 'Kyoto and Osaka' },
      { op: 'add', path: '/itinerary/-', value: { id: 'b', day: 1, title: 'castle' } },
      { op: 'replace', path: '/itinerary/0/booking_status', value: 'confirmed' },
      { op: 'remove', path: '/budget/JPY' },
      { op: 'add', path: '/budget/EUR', value: 5 },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      title: 'Kyoto and Osaka',
      itinerary: [
        { id: 'a', booking_status: 'confirmed', title: 'temple' },
        { id: 'b', title: 'castle', booking_status: 'pending' },
      ],
    });
    expect(answer.body.budget).toEqual({ EUR: 5 });
  });

  it('[V2] by JSON Merge Patch', async () => {
    const { aoi, path } = await trip();
    const answer = await aoi.call('PATCH', path, { title: null, destination: 'Nara', budget: { JPY: null, USD: 2 } }, mergePatch);
    expect(answer.body).toMatchObject({ title: '', destination: 'Nara' });
    expect(answer.body.budget).toEqual({ USD: 2 });
  });

  it('[V4] at the version it names, or not at all', async () => {
    const { aoi, path, patch } = await trip();
    const { headers } = await aoi.call('GET', path);
    const etag = headers.get('etag') as string;
    const change = [{ op: 'replace', path: '/title', value: 'Osaka' }];
    const first = await patch(change, { 'if-match': etag });
    expect(first.status).toBe(200);
    expect(first.headers.get('etag')).not.toBe(etag);
    expect(codeOf(await patch([{ op: 'replace', path: '/title', value: 'Nara' }], { 'if-match': etag }))).toEqual([
      412,
      'precondition-failed',
    ]);
    const after = await aoi.call('GET', path);
    expect(after.body.title).toBe('Osaka');
    expect(after.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it.each([
    [
      [
        { op: 'replace', path: '/title', value: 'X' },
        { op: 'test', path: '/title', value: 'Y' },
      ],
      422,
      'patch-failed',
    ],
    [
      [
        { op: 'replace', path: '/title', value: 'X' },
        { op: 'remove', path: '/itinerary/7' },
      ],
      422,
      'patch-failed',
    ],
    [
      [
        { op: 'replace', path: '/title', value: 'X' },
        { op: 'replace', path: '/owner_id', value: 'ben' },
      ],
      422,
      'read-only-field',
    ],
    [
      [
        { op: 'replace', path: '/title', value: 'X' },
        { op: 'add', path: '/metadata/version', value: 1 },
      ],
      422,
      'read-only-field',
    ],
    [
      [
        { op: 'replace', path: '/title', value: 'X' },
        { op: 'add', path: '/start_date', value: 'soon' },
      ],
      422,
      'invalid',
    ],
    [
      [
        { op: 'replace', path: '/title', value: 'X' },
        { op: 'add', path: '/nonsense', value: 1 },
      ],
      422,
      'invalid',
    ],
    [
      [
        { op: 'replace', path: '/title', value: 'X' },
        { op: 'add', path: '/__proto__/x', value: 1 },
      ],
      400,
      'malformed',
    ],
    [
      [
        { op: 'replace', path: '/title', value: 'X' },
        { op: 'jump', path: '/title' },
      ],
      400,
      'malformed',
    ],
    [[{ op: 'replace', path: '/title', value: 'X' }, 'remove'], 400, 'malformed'],
    [{ title: 'X' }, 400, 'malformed'],
  ])('[V2] all or nothing: %j', async (body, status, code) => {
    const { aoi, path, patch } = await trip();
    const before = await aoi.call('GET', path);
    expect(codeOf(await patch(body))).toEqual([status, code]);
    const after = await aoi.call('GET', path);
    expect(after.body).toEqual(before.body);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
  });
});

describe('members', () => {
  it('are added with the name they gave themselves, else with the one the owner gave', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben', { picture: 'https://pictures.example/ben' })];
    const trip = await newTrip(aoi);
    await ben.call('GET', '/v1/me');
    const known = await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor', name: 'Benny' });
    expect(known.body).toEqual({
      id: ben.id,
      name: 'Ben',
      role: 'editor',
      avatar: 'https://pictures.example/ben',
      color: expect.stringMatching(/^#/),
    });
    const unknown = await aoi.call('PUT', `${trip}/members/${encodeURIComponent('クロエ/1')}`, { role: 'viewer', name: 'Chloé' });
    expect(unknown.body).toMatchObject({ id: 'クロエ/1', name: 'Chloé', role: 'viewer', avatar: null });
    const { body } = await ben.call('GET', `${trip}/members`);
    expect((body.members as { id: string }[]).map(({ id }) => id).toSorted()).toEqual([aoi.id, ben.id, 'クロエ/1'].toSorted());
  });

  it('[A7] a change of role counts at once', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi);
    const edit = () => ben.call('PATCH', trip, { title: 'by Ben' }, mergePatch);
    const put = (role: string) => aoi.call('PUT', `${trip}/members/${ben.id}`, { role });
    expect((await edit()).status).toBe(404);
    await put('viewer');
    expect((await edit()).status).toBe(403);
    await put('editor');
    expect((await edit()).status).toBe(200);
    await aoi.call('DELETE', `${trip}/members/${ben.id}`);
    expect((await edit()).status).toBe(404);
  });

  it('may leave by themselves', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi);
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'viewer' });
    expect((await ben.call('DELETE', `${trip}/members/${ben.id}`)).status).toBe(204);
    expect((await ben.call('GET', trip)).status).toBe(404);
  });

  it('somebody who is none cannot be removed', async () => {
    const aoi = await newCaller('Aoi');
    expect((await aoi.call('DELETE', `${await newTrip(aoi)}/members/nobody`)).status).toBe(404);
  });

  it('the last owner stays the owner', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi);
    expect(codeOf(await aoi.call('PUT', `${trip}/members/${aoi.id}`, { role: 'editor' }))).toEqual([409, 'last-owner']);
    expect(codeOf(await aoi.call('DELETE', `${trip}/members/${aoi.id}`))).toEqual([409, 'last-owner']);
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'owner' });
    expect((await aoi.call('DELETE', `${trip}/members/${aoi.id}`)).status).toBe(204);
    expect((await ben.call('GET', trip)).status).toBe(200);
  });

  it.each([{}, { role: 'admin' }, { role: 'editor', name: '' }, { role: 'editor', name: 'x'.repeat(101) }])(
    'cannot be %j',
    async (body) => {
      const aoi = await newCaller('Aoi');
      expect(codeOf(await aoi.call('PUT', `${await newTrip(aoi)}/members/ben`, body))).toEqual([422, 'invalid']);
    },
  );
});

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

describe('presence', () => {
  it('[P3] shows who has the trip open, with the identity of their token', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    expect((await aoi.call('GET', `${trip}/presence`)).body).toEqual({ present: [] });
    const socket = await TestSocket.enter(aoi, trip);
    socket.announce(7, 1, { cursor: { field: 'title' }, user: { id: 'ben', name: 'Ben' } });
    const present = async () => (await aoi.call('GET', `${trip}/presence`)).body.present;
    await expect.poll(present).toEqual([
      {
        client_id: 7,
        user: { id: aoi.id, name: 'Aoi', color: expect.stringMatching(/^#/), avatar: null },
        state: expect.objectContaining({ cursor: { field: 'title' } }),
      },
    ]);
    socket.close();
    await expect.poll(present).toEqual([]);
  });

  it('[A9] does not show who does not want to be seen', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi);
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor' });
    const hidden = await TestSocket.enter(aoi, trip, { invisible: '1' });
    const seen = await TestSocket.enter(ben, trip);
    hidden.announce(7, 1, { cursor: null });
    seen.announce(8, 1, { cursor: null });
    await expect
      .poll(async () => (await ben.call('GET', `${trip}/presence`)).body.present)
      .toEqual([expect.objectContaining({ client_id: 8 })]);
    hidden.close();
    seen.close();
  });
});

describe('open sockets', () => {
  it('[V2] see a patch at once', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi, { title: 'Kyoto' });
    const socket = await TestSocket.enter(aoi, trip);
    const doc = new Y.Doc();
    socket.send({ type: 'step1', stateVector: Y.encodeStateVector(doc) });
    await socket.next('step2');
    Y.applyUpdate(doc, (await socket.next('update')).update);
    expect(doc.getText('title').toString()).toBe('Kyoto');
    await aoi.call('PATCH', trip, { title: 'Kyoto and Nara' }, mergePatch);
    Y.applyUpdate(doc, (await socket.next('update')).update);
    expect(doc.getText('title').toString()).toBe('Kyoto and Nara');
    socket.close();
  });

  it('[A7] feel a change of role and a removal at once', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi);
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor' });
    const socket = await TestSocket.enter(ben, trip);
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'viewer' });
    expect((await socket.next('session')).message.role).toBe('viewer');
    await aoi.call('DELETE', `${trip}/members/${ben.id}`);
    expect(await socket.closed).toEqual([4403, 'membership ended']);
  });

  it('[C2] end when the trip is deleted', async () => {
    const aoi = await newCaller('Aoi');
    const trip = await newTrip(aoi);
    const socket = await TestSocket.enter(aoi, trip);
    await aoi.call('DELETE', trip);
    expect(await socket.closed).toEqual([4404, 'document deleted']);
  });
});

describe('deleting', () => {
  it('takes the trip away from everybody, and from every list', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const trip = await newTrip(aoi, { title: 'Kyoto' });
    await aoi.call('PUT', `${trip}/members/${ben.id}`, { role: 'owner' });
    await expect.poll(async () => (await ben.call('GET', '/v1/trips')).body.trips).toHaveLength(1);
    expect((await aoi.call('DELETE', trip)).status).toBe(204);
    for (const path of ['', '/members', '/presence']) {
      expect(codeOf(await ben.call('GET', `${trip}${path}`))).toEqual([404, 'not-found']);
    }
    expect((await aoi.call('DELETE', trip)).status).toBe(404);
    await expect.poll(async () => (await ben.call('GET', '/v1/trips')).body.trips).toEqual([]);
  });

  it('a repeated creation does not bring it back', async () => {
    const aoi = await newCaller('Aoi');
    const key = { 'idempotency-key': 'key-1' };
    const { body } = await aoi.call('POST', '/v1/trips', {}, key);
    await aoi.call('DELETE', `/v1/trips/${body.id}`);
    expect(codeOf(await aoi.call('POST', '/v1/trips', {}, key))).toEqual([404, 'not-found']);
  });
});

it('a trip that never was is nowhere', async () => {
  const aoi = await newCaller('Aoi', { role: 'admin' });
  const trip = `/v1/trips/${'0198a000-0000-7000-8000-000000000000'}`;
  expect(codeOf(await aoi.call('GET', trip))).toEqual([404, 'not-found']);
  expect(codeOf(await aoi.call('PATCH', trip, {}, mergePatch))).toEqual([404, 'not-found']);
  expect(codeOf(await aoi.call('PUT', `${trip}/members/ben`, { role: 'owner' }))).toEqual([404, 'not-found']);
  expect(codeOf(await aoi.call('DELETE', trip))).toEqual([404, 'not-found']);
});
