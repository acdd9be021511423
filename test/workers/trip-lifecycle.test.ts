import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { documentLimits } from '../../src/protocol/limits';
import { personColor } from '../../src/protocol/person-colors';
import { type Caller, mergePatch, newCaller, newTrip } from '../support/workers-caller';
import { DocumentClient } from '../support/workers-document';

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly members: readonly object[];
  readonly member_count: number;
  readonly restorable_until: string | null;
}

async function listOf(who: Caller, query = ''): Promise<readonly Listed[]> {
  return (await who.call('GET', `/v1/trips${query}`)).body.trips as readonly Listed[];
}

/** A trip with an editor. */
async function shared(): Promise<{ owner: Caller; ben: Caller; trip: string; id: string }> {
  const owner = await newCaller('Owner');
  const ben = await newCaller('Ben');
  const trip = await newTrip(owner, { title: 'Kyoto', itinerary: [{ title: 'Temple' }] });
  await owner.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor', name: 'Ben' });
  return { owner, ben, trip, id: trip.slice('/v1/trips/'.length) };
}

describe('a card of the list', () => {
  it('shows the faces of a trip to each of its members', async () => {
    const { owner, ben, id } = await shared();
    const members = [
      { id: owner.id, name: 'Owner', avatar: null, color: personColor(owner.id) },
      { id: ben.id, name: 'Ben', avatar: null, color: personColor(ben.id) },
    ];
    for (const who of [owner, ben]) {
      expect(await listOf(who)).toMatchObject([{ id, members, member_count: 2, archived: false, restorable_until: null }]);
    }
  });

  it('is as a patch has left it by the time the patch is answered', async () => {
    const { owner, trip } = await shared();
    await owner.call('PATCH', trip, { title: 'Nara', cover: 'cover:temple' }, mergePatch);
    expect(await listOf(owner)).toMatchObject([{ title: 'Nara', cover: 'cover:temple' }]);
  });
});

describe('archiving', () => {
  it('moves a trip to the list of archived ones for all of its members, and back', async () => {
    const { owner, ben, trip, id } = await shared();
    expect((await ben.call('PATCH', trip, { archived: true }, mergePatch)).status).toBe(200);
    for (const who of [owner, ben]) {
      expect(await listOf(who)).toEqual([]);
      expect(await listOf(who, '?archived=true')).toMatchObject([{ id, archived: true }]);
    }
    await owner.call('PATCH', trip, { archived: false }, mergePatch);
    expect(await listOf(ben)).toMatchObject([{ id, archived: false }]);
    expect(await listOf(ben, '?archived=true')).toEqual([]);
  });
});

describe('restoring', () => {
  it('[D2][D3] brings a deleted trip back to its members, as it was', async () => {
    const { owner, ben, trip, id } = await shared();
    const before = (await owner.call('GET', trip)).body;
    await owner.call('DELETE', trip);
    expect(await listOf(owner)).toEqual([]);
    expect(await listOf(owner, '?deleted=true')).toMatchObject([{ id, title: 'Kyoto', restorable_until: expect.any(String) }]);
    expect(await listOf(ben, '?deleted=true')).toEqual([]);
    expect((await ben.call('POST', `${trip}/restore`)).status).toBe(404);

    const restored = await owner.call('POST', `${trip}/restore`);
    expect([restored.status, restored.headers.get('etag')]).toEqual([200, '"v1"']);
    expect(restored.body).toEqual(before);
    expect(await listOf(owner, '?deleted=true')).toEqual([]);
    for (const who of [owner, ben]) expect(await listOf(who)).toMatchObject([{ id, title: 'Kyoto' }]);
    const client = await DocumentClient.join(ben, trip);
    expect(client.doc.getText('title').toString()).toBe('Kyoto');
    client.close();
  });

  it('[D1][D2] is over when the content is purged, and the lists keep nothing of it', async () => {
    const { owner, trip, id } = await shared();
    await owner.call('DELETE', trip);
    const object = env.TRIPS.getByName(id);
    await runInDurableObject(object, (_, { storage }) => {
      const facts = JSON.parse(storage.sql.exec<{ facts: string }>('SELECT facts FROM meta').one().facts);
      const deletedAtMs = facts.deletedAtMs - documentLimits.purgeAfterMs;
      storage.sql.exec('UPDATE meta SET facts = ?', JSON.stringify({ ...facts, deletedAtMs }));
      storage.sql.exec("UPDATE timers SET due = 1 WHERE name = 'purge'");
    });
    await runDurableObjectAlarm(object);
    expect((await owner.call('POST', `${trip}/restore`)).status).toBe(404);
    const row = () =>
      env.DB.prepare('SELECT title, faces, member_count FROM trips WHERE id = ?1').bind(id).first<Record<string, unknown>>();
    await expect.poll(row, { timeout: 10_000 }).toEqual({ title: '', faces: '[]', member_count: 0 });
  });
});

describe('handing over', () => {
  it('[A12] changes who owns a trip, in the trip and in the lists', async () => {
    const { owner, ben, trip } = await shared();
    const answer = await owner.call('POST', `${trip}/transfer`, { user_id: ben.id });
    expect(answer.status).toBe(200);
    expect(answer.body.members).toMatchObject([
      { id: owner.id, role: 'editor' },
      { id: ben.id, role: 'owner' },
    ]);
    expect((await ben.call('GET', trip)).body.owner_id).toBe(ben.id);
    expect(await listOf(owner)).toMatchObject([{ owner_id: ben.id, role: 'editor' }]);
    expect((await owner.call('POST', `${trip}/transfer`, { user_id: owner.id })).status).toBe(403);
  });

  it.each([[{ user_id: 'a-stranger' }], [{ user_id: '' }], [{}]])('[A12] %j is no member', async (body) => {
    const { owner, trip } = await shared();
    const answer = await owner.call('POST', `${trip}/transfer`, body);
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid']);
  });
});
