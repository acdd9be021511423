import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { personColor } from '../../../src/protocol/person-colors';
import { EngineHarness, person } from '../../support/engine-harness';
import { Room } from './room';

describe('the JSON view', () => {
  it('[V1] has every declared field, null or empty where unset', () => {
    const room = new Room({ members: { anna: 'editor' } });
    const created = new Date(Date.UTC(2027, 0, 1)).toISOString();
    expect(room.view()).toEqual({
      id: 'trip',
      owner_id: 'owner',
      collaborators: [
        { id: 'owner', name: 'OWNER', role: 'owner', color: personColor('owner') },
        { id: 'anna', name: 'ANNA', role: 'editor', color: personColor('anna') },
      ],
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
      metadata: { created_at: created, updated_at: created, version: 0 },
    });
  });

  it('[V1] lists stand in the order people see: by day, then order, then id, unplanned ones last', () => {
    const room = new Room();
    const anna = room.join('anna');
    const card = (id: string, day: number | null, order: string) =>
      new Y.Map<unknown>([
        ['id', id],
        ['place', { day, order }],
      ]);
    anna.doc
      .getArray('itinerary')
      .push([
        card('e', null, 'A'),
        card('d', 10, 'A'),
        card('b', 2, 'b'),
        card('c', 2, 'b'),
        card('a', 2, 'Z'),
        card('0', 1, 'z'),
      ]);
    anna.doc.getArray('attachments').push([{ id: 'z' }, { id: 'a' }]);
    room.settle();
    expect(room.view().itinerary.map(({ id }) => id)).toEqual(['0', 'a', 'b', 'c', 'd', 'e']);
    expect(room.view().attachments.map(({ id }) => id)).toEqual(['z', 'a']);
  });

  it('[V1] rich text is its runs, equal neighbours joined', () => {
    const room = new Room();
    const anna = room.join('anna');
    const notes = anna.doc.getText('notes');
    notes.insert(0, 'Pack light, walk far');
    notes.format(0, 4, { bold: true });
    notes.format(4, 6, { bold: true });
    notes.format(12, 4, { link: 'https://example.com/', italic: true });
    room.settle();
    expect(room.view().notes).toEqual([
      { insert: 'Pack light', attributes: { bold: true } },
      { insert: ', ' },
      { insert: 'walk', attributes: { link: 'https://example.com/', italic: true } },
      { insert: ' far' },
    ]);
  });

  it('[V1] says when and at which version it was changed last', () => {
    const room = new Room();
    const anna = room.join('anna');
    room.harness.advance(5_000);
    anna.doc.getText('title').insert(0, 'Kyoto');
    anna.settle();
    const { metadata } = room.view();
    expect(metadata).toMatchObject({ version: 1, updated_at: new Date(room.harness.nowMs).toISOString() });
    expect(metadata.created_at).toBe(new Date(Date.UTC(2027, 0, 1)).toISOString());
    room.harness.engine.state.reset();
    expect(room.view().metadata).toEqual(metadata);
  });

  it('is for members only, and who is none is not told that there is something', () => {
    const { service } = new Room().harness;
    expect(service.read(person('stranger'))).toEqual({ ok: false, refusal: { code: 'not-found' } });
    expect(service.read(person('admin', { role: 'admin' })).ok).toBe(true);
    service.delete(person('owner'));
    expect(service.read(person('owner'))).toEqual({ ok: false, refusal: { code: 'not-found' } });
  });
});

describe('a new document', () => {
  const fields = {
    title: 'Kyoto 🍁',
    description: 'Autumn',
    notes: [{ insert: 'Pack', attributes: { bold: true } }, { insert: ' light' }],
    start_date: '2027-11-01',
    end_date: '2027-11-09',
    destination: 'Kyoto',
    cover: 'https://example.com/kyoto.jpg',
    archived: true,
    itinerary: [
      { id: 'a', day: 2, title: 'Temple', type: 'attraction', booking_status: 'confirmed', cost: 500, currency: 'JPY' },
      { day: 1, title: 'Station', notes: 'Gate 3', url: 'https://example.com/station' },
      { title: 'Free' },
    ],
    budget: { JPY: 90_000, EUR: 12.5 },
    attachments: [{ url: 'https://example.com/t.pdf', title: 'Ticket' }],
  };

  it('starts with all the fields it was created with, as its first version', () => {
    const harness = new EngineHarness();
    const room = new EngineHarness();
    room.storage.meta.purge();
    const fresh = createIn(harness, fields);
    expect(fresh).toMatchObject({
      ...fields,
      itinerary: [
        {
          id: expect.any(String),
          day: 1,
          title: 'Station',
          notes: 'Gate 3',
          booking_status: 'pending',
          cost: null,
          url: 'https://example.com/station',
        },
        { title: 'Free', day: 1 },
        { id: 'a', day: 2, title: 'Temple', booking_status: 'confirmed', cost: 500, currency: 'JPY' },
      ],
      attachments: [{ id: expect.any(String), url: 'https://example.com/t.pdf', title: 'Ticket' }],
      metadata: { version: 1 },
    });
  });

  it.each([
    [{ title: 5 }, '/title'],
    [{ start_date: '2027-02-30' }, '/start_date'],
    [{ start_date: '2027-02-03', end_date: '2027-02-01' }, '/end_date'],
    [{ cover: 'javascript:alert(1)' }, '/cover'],
    [{ cover: 'cover:moon' }, '/cover'],
    [{ archived: 'yes' }, '/archived'],
    [{ itinerary: [{ url: 'javascript:alert(1)' }] }, '/itinerary/0/url'],
    [{ notes: [{ insert: 'x', attributes: { onclick: 'x' } }] }, '/notes'],
    [{ notes: [{ insert: { image: 'x' } }] }, '/notes'],
    [{ budget: { jpy: 1 } }, '/budget/jpy'],
    [{ budget: { JPY: '1' } }, '/budget/JPY'],
    [{ itinerary: [{ id: 'a' }, { id: 'a' }] }, '/itinerary/1/id'],
    [{ itinerary: [{ day: 0 }] }, '/itinerary/0/day'],
    [{ itinerary: [{ order: 'V0' }] }, '/itinerary/0/order'],
    [{ itinerary: [{ booking_status: 'lost' }] }, '/itinerary/0/booking_status'],
    [{ itinerary: [{ secret: 1 }] }, '/itinerary/0/secret'],
    [{ itinerary: {} }, '/itinerary'],
    [{ attachments: [{ day: 1 }] }, '/attachments/0/day'],
    [{ attachments: [5] }, '/attachments/0'],
    [{ secret: true }, '/secret'],
    [JSON.parse('{"__proto__": {"x": 1}}'), '/__proto__'],
  ])('is not created from %j', (bad, pointer) => {
    expect(refusalOf(bad)).toMatchObject({ code: 'invalid', extensions: { errors: [{ pointer }] } });
  });

  it.each(['id', 'owner_id', 'collaborators', 'metadata'])('is not created with a %s', (name) => {
    expect(refusalOf({ [name]: 'x' })).toMatchObject({ code: 'read-only-field', extensions: { pointer: `/${name}` } });
  });
});

/** Creates another document in an emptied harness. */
function createIn(harness: EngineHarness, fields: Record<string, unknown>): unknown {
  const created = emptied(harness).service.create({ id: 'new', owner: person('owner'), fields, requestHash: 'other' });
  if (!created.ok) throw new Error(JSON.stringify(created.refusal));
  return JSON.parse(JSON.stringify(created.value.view));
}

function refusalOf(fields: Record<string, unknown>): unknown {
  const harness = emptied(new EngineHarness());
  const created = harness.service.create({ id: 'new', owner: person('owner'), fields, requestHash: 'other' });
  expect(harness.storage.meta.read()).toBeNull();
  return created.ok ? null : created.refusal;
}

/** The harness as it was before its document was created. */
function emptied(harness: EngineHarness): EngineHarness {
  harness.storage.meta.purge();
  harness.storage.meta.read = () => null;
  harness.crash();
  const create = harness.storage.meta.create;
  harness.storage.meta.create = (meta) => {
    create(meta);
    harness.storage.meta.read = () => meta;
  };
  return harness;
}
