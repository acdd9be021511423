import { describe, expect, it } from 'vitest';
import { codeOf, mergePatch, newCaller, newTrip } from '../support/workers-caller';

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
