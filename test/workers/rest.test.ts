import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { codeOf, mergePatch, newCaller, newTrip } from '../support/workers-caller';
import { TestSocket } from '../support/workers-socket';

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
