import { describe, expect, it } from 'vitest';
import { documentLimits } from '../../src/protocol/limits';
import { type Caller, mergePatch, newCaller, newTrip } from '../support/workers-caller';
import { DocumentClient } from '../support/workers-document';

/** A trip that Anna owns and Ben edits, whose name is known since they have made something. */
async function sharedTrip(): Promise<{ anna: Caller; ben: Caller; trip: string }> {
  const [anna, ben] = await Promise.all([newCaller('Anna'), newCaller('Ben')]);
  const trip = await newTrip(anna, { title: 'Kyoto' });
  await newTrip(ben);
  await anna.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor' });
  return { anna, ben, trip };
}

function patch(caller: Caller, trip: string, change: object) {
  return caller.call('PATCH', trip, change, mergePatch);
}

describe('history over HTTP', () => {
  it('[Y1] [Y2] [Y3] tells who did what when, what the trip was, and what changed', async () => {
    const { anna, ben, trip } = await sharedTrip();
    await patch(ben, trip, { destination: 'Uji', budget: { JPY: 500 } });
    await patch(anna, trip, { title: 'Kyoto in May' });

    const list = await ben.call('GET', `${trip}/versions?limit=2`);
    expect(list).toMatchObject({
      status: 200,
      body: {
        versions: [
          { version: 3, actor: { id: anna.id, name: 'Anna' }, kind: 'op', touched: ['/title'] },
          { version: 2, actor: { id: ben.id, name: 'Ben' }, touched: ['/destination', '/budget/JPY'] },
        ],
        next_before: 2,
      },
    });
    expect((await ben.call('GET', `${trip}/versions?before=2`)).body).toMatchObject({
      versions: [{ version: 1 }],
      next_before: null,
    });
    expect((await ben.call('GET', `${trip}/versions/2`)).body).toMatchObject({
      title: 'Kyoto',
      destination: 'Uji',
      metadata: { version: 2 },
    });
    expect((await ben.call('GET', `${trip}/diff?from=1&to=3`)).body).toEqual({
      operations: [
        { op: 'replace', path: '/title', value: 'Kyoto in May' },
        { op: 'replace', path: '/destination', value: 'Uji' },
        { op: 'add', path: '/budget/JPY', value: 500 },
      ],
    });
    await anna.call('DELETE', `${trip}/members/${ben.id}`);
    expect((await anna.call('GET', `${trip}/versions?before=3&limit=1`)).body).toMatchObject({
      versions: [{ actor: { id: ben.id, name: 'Ben' } }],
    });
    const stranger = await newCaller('Stranger');
    for (const path of ['/versions', '/versions/1', '/diff?from=1&to=2']) {
      expect((await stranger.call('GET', `${trip}${path}`)).status).toBe(404);
    }
    expect((await anna.call('GET', `${trip}/versions/9`)).body).toMatchObject({ code: 'not-found' });
    expect((await anna.call('GET', `${trip}/versions/x`)).status).toBe(404);
    expect((await anna.call('GET', `${trip}/diff?from=1`)).status).toBe(422);
  });

  it('[Y4] [Y7] goes back, as everybody who has it open sees', async () => {
    const { anna, ben, trip } = await sharedTrip();
    const open = await DocumentClient.join(anna, trip);
    await patch(ben, trip, { title: 'Spam', destination: 'Spamville' });
    await patch(anna, trip, { archived: true });
    const reverted = await anna.call('POST', `${trip}/revert`, { person: ben.id, from: 1, to: 3 });
    expect(reverted).toMatchObject({ status: 200, body: { title: 'Kyoto', destination: null, archived: true } });
    expect(reverted.headers.get('etag')).toBe('"v4"');
    await open.sync();
    expect(open.doc.getText('title').toString()).toBe('Kyoto');
    const restored = await ben.call('POST', `${trip}/versions/2/restore`);
    expect(restored).toMatchObject({ status: 200, body: { title: 'Spam', destination: 'Spamville', archived: null } });
    await open.sync();
    expect(open.doc.getMap('details').get('destination')).toBe('Spamville');
    expect((await anna.call('POST', `${trip}/revert`, { person: ben.id, from: 2, to: 1 })).status).toBe(404);
    expect((await anna.call('POST', `${trip}/revert`, { person: ben.id })).status).toBe(422);
  });

  it('[Y5] undoes what was typed over a socket and what was patched, across other people’s edits', async () => {
    const { anna, ben, trip } = await sharedTrip();
    const typing = await DocumentClient.join(ben, trip);
    typing.doc.getText('title').insert(5, ' with Ben');
    await typing.untilSaved();
    await patch(anna, trip, { destination: 'Uji' });
    await patch(ben, trip, { destination: 'Nara' });
    expect((await ben.call('POST', `${trip}/undo`)).body).toEqual({
      version: 5,
      operations: [{ op: 'replace', path: '/destination', value: 'Uji' }],
    });
    expect((await ben.call('POST', `${trip}/undo`)).body).toMatchObject({
      operations: [{ op: 'text', path: '/title', edits: [{ at: 5, remove: 9, insert: '' }] }],
    });
    const nothing = await ben.call('POST', `${trip}/undo`);
    expect(nothing).toMatchObject({ status: 409, body: { code: 'nothing-to-undo' } });
    expect((await ben.call('POST', `${trip}/redo`)).status).toBe(200);
    await typing.sync();
    expect(typing.doc.getText('title').toString()).toBe('Kyoto with Ben');
  });

  it('[Y5] [O25] takes one step under one Idempotency-Key', async () => {
    const { anna, trip } = await sharedTrip();
    await patch(anna, trip, { destination: 'Uji' });
    await patch(anna, trip, { destination: 'Nara' });
    const undo = (key: string) => anna.call('POST', `${trip}/undo`, undefined, { 'idempotency-key': key });
    const first = await undo('u1');
    expect(first.status).toBe(200);
    expect(await undo('u1')).toMatchObject({ status: 200, body: first.body });
    expect((await anna.call('GET', trip)).body).toMatchObject({ destination: 'Uji' });
    expect((await undo('u2')).status).toBe(200);
    const redo = await anna.call('POST', `${trip}/redo`, undefined, { 'idempotency-key': 'u2' });
    expect(redo).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect((await anna.call('GET', trip)).body).toMatchObject({ destination: null });
  });

  it('[Y5] reaches behind a checkpoint', async () => {
    const { anna, ben, trip } = await sharedTrip();
    const typing = await DocumentClient.join(ben, trip);
    await patch(anna, trip, { destination: 'Uji' });
    typing.doc.getText('notes').insert(0, 'x'.repeat(documentLimits.compactAfterBytes));
    await typing.untilSaved();
    await expect.poll(async () => (await anna.call('POST', `${trip}/undo`)).status).toBe(200);
    expect((await anna.call('GET', trip)).body).toMatchObject({ destination: null });
  });
});

describe('history of events and calendars', () => {
  it.each([
    ['/v1/events', { title: 'Standup', start_time: '2026-12-15T14:00:00Z', end_time: '2026-12-15T15:00:00Z' }],
    ['/v1/calendars', { title: 'Work' }],
  ])('[Y1] [Y5] is that of trips: %s', async (path, fields) => {
    const anna = await newCaller('Anna');
    const created = await anna.call('POST', path, fields);
    const document = `${path}/${created.body.id}`;
    await patch(anna, document, { title: 'Changed' });
    expect((await anna.call('GET', `${document}/versions`)).body).toMatchObject({ versions: [{ version: 2 }, { version: 1 }] });
    expect((await anna.call('POST', `${document}/undo`)).status).toBe(200);
    expect((await anna.call('GET', document)).body).toMatchObject({ title: fields.title });
    expect((await anna.call('POST', `${document}/versions/2/restore`)).body).toMatchObject({ title: 'Changed' });
  });
});
