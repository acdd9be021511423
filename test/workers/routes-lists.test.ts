import { env, exports } from 'cloudflare:workers';
import { SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { findPerson, rememberPerson } from '../../src/db/people';
import { writeProjection } from '../../src/db/projection';
import { type ListQuery, listTrips } from '../../src/db/trip-list';
import type { Projection } from '../../src/documents/api';
import type { TripView, tripSchema } from '../../src/documents/trip';
import { documentLimits, fieldLimits } from '../../src/protocol/limits';
import { personColor } from '../../src/protocol/person-colors';
import type { Role } from '../../src/protocol/roles';

let number = 0;
/** Nobody of another test. */
let aoi: string;
let ben: string;

beforeEach(() => {
  number++;
  aoi = `aoi-${number}`;
  ben = `ben-${number}`;
});

function member(id: string, role: Role) {
  return { id, role, name: id, color: '#000000', avatar: null };
}

const deletedAt = '2026-11-10T00:00:00.000Z';

type Listed = Pick<TripView, (typeof tripSchema.listed)[number]>;
type Changes = Partial<Omit<Projection, 'fields'>> & { readonly fields?: Partial<Listed> };

const listed: Listed = {
  title: 'Kyoto',
  start_date: '2026-11-22',
  end_date: null,
  destination: null,
  cover: null,
  archived: null,
};

function projection({ fields, ...changes }: Changes = {}): Projection {
  return {
    id: crypto.randomUUID(),
    kind: 'trip',
    sequence: 1,
    version: 1,
    fields: { ...listed, ...fields },
    calendar_id: null,
    created_at: '2026-11-01T00:00:00.000Z',
    updated_at: '2026-11-02T00:00:00.000Z',
    deleted_at: null,
    owner_id: aoi,
    members: [member(aoi, 'owner')],
    ...changes,
  };
}

const nowMs = Date.UTC(2026, 10, 22);

async function tripsOf(personId: string, more: Partial<ListQuery> = {}) {
  const query = { personId, limit: 100, search: '', after: null, which: 'active', nowMs, ...more } as const;
  return (await listTrips(env.DB, query)).trips;
}

describe('the projection of a trip', () => {
  it('shows it to its members, each with their role', async () => {
    const trip = projection({ members: [member(aoi, 'owner'), member(ben, 'viewer')] });
    await writeProjection(env.DB, trip);
    const { kind, sequence, deleted_at, members, fields, calendar_id, ...told } = trip;
    const faces = members.map(({ id, name, avatar }) => ({ id, name, avatar, color: personColor(id) }));
    const shown = { ...told, ...fields, archived: false, members: faces, member_count: 2, restorable_until: null };
    expect(await tripsOf(aoi)).toEqual([{ ...shown, role: 'owner' }]);
    expect(await tripsOf(ben)).toEqual([{ ...shown, role: 'viewer' }]);
    expect(await tripsOf('somebody-else')).toEqual([]);
  });

  it('can be written again', async () => {
    const trip = projection();
    await writeProjection(env.DB, trip);
    await writeProjection(env.DB, trip);
    expect(await tripsOf(aoi)).toHaveLength(1);
  });

  it('a newer one replaces everything, members too', async () => {
    const trip = projection({ members: [member(aoi, 'owner'), member(ben, 'viewer')] });
    await writeProjection(env.DB, trip);
    const chloe = `chloe-${number}`;
    const members = [member(aoi, 'editor'), member(chloe, 'owner')];
    await writeProjection(env.DB, {
      ...trip,
      sequence: 2,
      version: 7,
      fields: { ...listed, title: 'Osaka' },
      owner_id: chloe,
      members,
    });
    expect(await tripsOf(aoi)).toMatchObject([{ title: 'Osaka', version: 7, owner_id: chloe, role: 'editor' }]);
    expect(await tripsOf(ben)).toEqual([]);
    expect(await tripsOf(chloe)).toMatchObject([{ role: 'owner' }]);
  });

  it('an older one changes nothing, whatever it says', async () => {
    const trip = projection({ sequence: 5 });
    await writeProjection(env.DB, trip);
    const members = [member(ben, 'owner')];
    await writeProjection(env.DB, { ...trip, sequence: 4, fields: { ...listed, title: 'old' }, deleted_at: deletedAt, members });
    expect(await tripsOf(aoi)).toMatchObject([{ title: 'Kyoto', role: 'owner' }]);
    expect(await tripsOf(ben)).toEqual([]);
  });

  it('a deleted trip is in no list, and a late projection does not bring it back', async () => {
    const trip = projection();
    await writeProjection(env.DB, trip);
    await writeProjection(env.DB, { ...trip, sequence: 3, deleted_at: deletedAt });
    expect(await tripsOf(aoi)).toEqual([]);
    await writeProjection(env.DB, { ...trip, sequence: 2 });
    expect(await tripsOf(aoi)).toEqual([]);
  });

  it('takes as many members as a trip can have', async () => {
    const members = [member(aoi, 'owner'), ...Array.from({ length: 499 }, (_, i) => member(`m-${number}-${i}`, 'viewer'))];
    await writeProjection(env.DB, projection({ members }));
    const [trip] = await tripsOf(`m-${number}-498`);
    expect(trip).toMatchObject({ member_count: 500, role: 'viewer' });
    expect(trip?.members.map(({ id }) => id)).toEqual(members.slice(0, 5).map(({ id }) => id));
  });

  it('another trip is not touched', async () => {
    await writeProjection(env.DB, projection({ members: [member(aoi, 'owner'), member(ben, 'editor')] }));
    await writeProjection(env.DB, projection({ members: [member(aoi, 'owner')] }));
    expect(await tripsOf(ben)).toHaveLength(1);
    expect(await tripsOf(aoi)).toHaveLength(2);
  });

  it('[V7] titles are there from their beginning', async () => {
    await writeProjection(env.DB, projection({ fields: { title: 'x'.repeat(1_000_000) } }));
    expect(await tripsOf(aoi)).toMatchObject([{ title: 'x'.repeat(fieldLimits.maxListedTitleChars) }]);
  });

  it('titles are data', async () => {
    const title = `'); DROP TABLE trips; -- "quoted" 100% _`;
    await writeProjection(env.DB, projection({ fields: { title } }));
    expect(await tripsOf(aoi, { search: '100%' })).toMatchObject([{ title }]);
    expect(await tripsOf(aoi, { search: '100_' })).toEqual([]);
  });
});

describe('archived and deleted trips', () => {
  it('an archived one stands in a list of its own, until it is taken out of it', async () => {
    const trip = projection({ fields: { archived: true } });
    await writeProjection(env.DB, trip);
    expect(await tripsOf(aoi)).toEqual([]);
    expect(await tripsOf(aoi, { which: 'archived' })).toMatchObject([{ id: trip.id, archived: true }]);
    await writeProjection(env.DB, { ...trip, sequence: 2, fields: { ...listed, archived: false } });
    expect(await tripsOf(aoi)).toMatchObject([{ id: trip.id, archived: false }]);
    expect(await tripsOf(aoi, { which: 'archived' })).toEqual([]);
  });

  it('a deleted one stands in the list of its owners, archived or not, as long as it can be restored', async () => {
    const members = [member(aoi, 'owner'), member(ben, 'editor')];
    const trip = projection({ deleted_at: deletedAt, fields: { archived: true }, members });
    await writeProjection(env.DB, trip);
    const until = Date.parse(deletedAt) + documentLimits.purgeAfterMs;
    const deleted = { which: 'deleted', nowMs: until - 1 } as const;
    expect(await tripsOf(aoi, deleted)).toMatchObject([{ id: trip.id, restorable_until: new Date(until).toISOString() }]);
    expect(await tripsOf(aoi, { ...deleted, nowMs: until })).toEqual([]);
    expect(await tripsOf(ben, deleted)).toEqual([]);
    for (const which of ['active', 'archived'] as const) expect(await tripsOf(aoi, { which })).toEqual([]);
  });

  it('one that was restored is where it was', async () => {
    const trip = projection();
    await writeProjection(env.DB, { ...trip, deleted_at: deletedAt });
    await writeProjection(env.DB, { ...trip, sequence: 2 });
    expect(await tripsOf(aoi)).toMatchObject([{ id: trip.id, restorable_until: null }]);
    expect(await tripsOf(aoi, { which: 'deleted' })).toEqual([]);
  });
});

describe('the list over HTTP', () => {
  async function get(path: string): Promise<Response> {
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject(aoi).sign(secret);
    return exports.default.fetch(`https://trips.example${path}`, { headers: { authorization: `Bearer ${token}` } });
  }

  const secret = new TextEncoder().encode(env.DEV_JWT_SECRET);

  interface Page {
    readonly trips: readonly { readonly title: string }[];
    readonly next_cursor: string | null;
  }

  it('comes in pages, the newest change first, and shows every trip once', async () => {
    // Two with the same time: the id decides between them.
    const days = [3, 1, 5, 5, 2];
    for (const [i, day] of days.entries()) {
      await writeProjection(
        env.DB,
        projection({ fields: { title: `${day}-${i}` }, updated_at: `2026-11-0${day}T00:00:00.000Z` }),
      );
    }
    const seen: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = (await (await get(`/v1/trips?limit=2${query}`)).json()) as Page;
      seen.push(page.trips.map((trip) => trip.title));
      cursor = page.next_cursor;
    }
    expect(seen.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(seen.flat().map((title) => title.slice(0, 1))).toEqual(['5', '5', '3', '2', '1']);
    expect(new Set(seen.flat()).size).toBe(5);
  });

  it('ends without a cursor when the last page is full', async () => {
    await writeProjection(env.DB, projection());
    expect(await (await get('/v1/trips?limit=1')).json()).toMatchObject({ next_cursor: null });
  });

  it.each([
    ['KYOTO', ['Kyoto in autumn']],
    ['京都', ['紅葉']],
    ['ｋｙｏｔｏ', ['Kyoto in autumn']],
    ['autumn leaves', []],
    ['', ['Kyoto in autumn', '紅葉']],
  ])('finds “%s” in title and destination', async (q, expected) => {
    await writeProjection(env.DB, projection({ fields: { title: 'Kyoto in autumn', destination: 'leaves' } }));
    await writeProjection(env.DB, projection({ fields: { title: '紅葉', destination: '京都市' } }));
    const { trips } = (await (await get(`/v1/trips?q=${encodeURIComponent(q)}`)).json()) as Page;
    expect(trips.map((trip) => trip.title).toSorted()).toEqual(expected);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1.5', 'cursor=x', 'archived=yes', 'deleted=', `q=${'x'.repeat(201)}`])(
    'refuses ?%s',
    async (query) => {
      const answer = await get(`/v1/trips?${query}`);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code: 'invalid' });
    },
  );
});

describe('people', () => {
  it('are remembered as they were last seen', async () => {
    const seen = { id: aoi, name: '葵', avatar: null };
    await rememberPerson(env.DB, seen, 0);
    await rememberPerson(env.DB, { ...seen, avatar: 'https://a.example/p' }, 1);
    expect(await findPerson(env.DB, aoi)).toEqual({ ...seen, avatar: 'https://a.example/p' });
    await rememberPerson(env.DB, seen, 2);
    expect(await findPerson(env.DB, aoi)).toEqual(seen);
    expect(await findPerson(env.DB, ben)).toBeNull();
  });

  it('are only written when something has changed', async () => {
    const updatedAt = async () =>
      env.DB.prepare('SELECT updated_at FROM people WHERE id = ?1').bind(aoi).first<string>('updated_at');
    await rememberPerson(env.DB, { id: aoi, name: '葵', avatar: null }, 0);
    await rememberPerson(env.DB, { id: aoi, name: '葵', avatar: null }, 60_000);
    expect(await updatedAt()).toBe('1970-01-01T00:00:00.000Z');
    await rememberPerson(env.DB, { id: aoi, name: 'Aoi', avatar: null }, 60_000);
    expect(await updatedAt()).toBe('1970-01-01T00:01:00.000Z');
  });
});
