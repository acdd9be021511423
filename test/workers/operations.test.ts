import { describe, expect, it } from 'vitest';
import { type Caller, mergePatch, newCaller, newTrip } from '../support/workers-caller';
import { DocumentClient, inStorage, ringAlarm, sleep } from '../support/workers-document';
import { JsonSocket } from '../support/workers-json-client';

const jsonPatch = { 'content-type': 'application/json-patch+json' };

async function newEvent(owner: Caller, fields: object = {}): Promise<string> {
  const times = { start_time: '2027-05-01T09:00:00Z', end_time: '2027-05-01T10:00:00Z' };
  const { status, body } = await owner.call('POST', '/v1/events', { title: 'Lunch', ...times, ...fields });
  if (status !== 201) throw new Error(`creating an event answered ${status}: ${JSON.stringify(body)}`);
  return `/v1/events/${body.id}`;
}

async function withEditor(path: string, owner: Caller, role = 'editor'): Promise<Caller> {
  const editor = await newCaller('editor');
  await owner.call('PUT', `${path}/members/${editor.id}`, { role });
  return editor;
}

describe.each([
  ['a trip', newTrip],
  ['an event', newEvent],
] as const)('JSON operations on %s', (_, create) => {
  it('[O8] reach a Yjs session and a JSON session, and theirs reach it', async () => {
    const owner = await newCaller('owner');
    const path = await create(owner, { title: 'Lunch' });
    const editor = await withEditor(path, owner);
    const yjs = await DocumentClient.join(editor, path, { sdk: false });
    const [json, other] = [await JsonSocket.join(owner, path), await JsonSocket.join(editor, path)];

    const { payload } = await json.op([{ op: 'replace', path: '/title', value: 'Late lunch' }], 1);
    expect(payload).toMatchObject({ version: 2, effect: true });
    expect((await other.next('OP_BROADCAST')).payload).toMatchObject({ version: 2, user_id: owner.id });
    await yjs.until(() => yjs.doc.getText('title').toString() === 'Late lunch');

    yjs.doc.getText('title').insert(0, 'A ');
    for (const session of [json, other]) {
      expect((await session.next('OP_BROADCAST')).payload).toMatchObject({
        version: 3,
        operations: [{ op: 'replace', path: '/title', value: 'A late lunch'.replace('late', 'Late') }],
        user_id: editor.id,
      });
    }

    const patched = await editor.call('PATCH', path, [{ op: 'replace', path: '/title', value: 'Dinner' }], {
      ...jsonPatch,
      'if-match': '*',
    });
    expect(patched.status).toBe(200);
    for (const session of [json, other]) {
      const { operations } = (await session.next('OP_BROADCAST')).payload;
      expect(operations).toEqual([{ op: 'replace', path: '/title', value: 'Dinner' }]);
    }
    expect(yjs.texts).toEqual([]);
    expect([...json.strange, ...other.strange]).toEqual([]);
  });
});

describe('JSON sessions', () => {
  it('[O3] AUTH over the socket; SUBSCRIBE and OP right behind it wait', async () => {
    const owner = await newCaller('owner');
    const path = await newEvent(owner);
    const socket = await JsonSocket.open(path, {});
    socket.say('AUTH', { token: owner.token, client_id: 'script' });
    socket.say('SUBSCRIBE', socket.here);
    expect((await socket.op([{ op: 'add', path: '/tags/-', value: 'food' }], 1)).payload).toMatchObject({ version: 2 });
    expect(socket.received.map(({ type }) => type)).toEqual(['AUTH_ACK', 'SUBSCRIBE_ACK', 'PRESENCE_STATE', 'OP_ACK']);
    expect(socket.received[0]?.payload).toMatchObject({ user_id: owner.id, client_id: 'script' });
  });

  it('[O3] a bad token ends the connection', async () => {
    const owner = await newCaller('owner');
    const socket = await JsonSocket.open(await newEvent(owner));
    socket.say('AUTH', { token: 'nobody' });
    expect((await socket.next('ERROR')).payload.code).toBe('unauthenticated');
    expect((await socket.closed)[0]).toBe(4401);
  });

  it('[T2] a ticket in the handshake makes AUTH unnecessary', async () => {
    const owner = await newCaller('owner');
    const path = await newEvent(owner);
    const { body } = await owner.call('POST', '/v1/tickets', { document: path.slice('/v1/'.length) });
    const socket = await JsonSocket.open(path, { lang: 'json', ticket: String(body.ticket) });
    socket.say('SUBSCRIBE', socket.here);
    expect((await socket.next('SUBSCRIBE_ACK')).payload).toMatchObject({ role: 'owner', state: { title: 'Lunch' } });
  });

  it('[O19] PING is answered with PONG', async () => {
    const owner = await newCaller('owner');
    const socket = await JsonSocket.join(owner, await newEvent(owner));
    const id = socket.say('PING', {});
    expect((await socket.next('PONG')).id).toBe(id);
  });

  it('[C4] count as connections of their person', async () => {
    const owner = await newCaller('owner');
    const path = await newEvent(owner);
    const sockets: JsonSocket[] = [];
    for (let i = 0; i < 6; i++) sockets.push(await JsonSocket.join(owner, path));
    expect((await sockets[0]?.closed)?.[0]).toBe(4409);
  });

  it('[C7] sleep with the document, and are told what others do when it wakes', async () => {
    const owner = await newCaller('owner');
    const trip = await newTrip(owner);
    const editor = await withEditor(trip, owner);
    const socket = await JsonSocket.join(owner, trip, { text_edits: true });
    await sleep(trip);
    await editor.call('PATCH', trip, { title: 'Kyoto' }, mergePatch);
    expect((await socket.next('OP_BROADCAST')).payload).toMatchObject({
      operations: [{ op: 'text', path: '/title', edits: [{ at: 0, remove: 0, insert: 'Kyoto' }] }],
      user_id: editor.id,
    });
    await sleep(trip);
    expect((await socket.op([{ op: 'replace', path: '/destination', value: 'Japan' }], 1)).payload.effect).toBe(true);
  });

  it('[A7] a removal closes them at once', async () => {
    const owner = await newCaller('owner');
    const path = await newEvent(owner);
    const editor = await withEditor(path, owner);
    const socket = await JsonSocket.join(editor, path);
    await owner.call('DELETE', `${path}/members/${editor.id}`);
    expect((await socket.closed)[0]).toBe(4403);
  });

  it('[O15] are seen by Yjs sessions, over REST, and see them', async () => {
    const owner = await newCaller('owner');
    const path = await newTrip(owner);
    const editor = await withEditor(path, owner);
    const yjs = await DocumentClient.join(editor, path);
    const json = await JsonSocket.join(owner, path);
    yjs.announce({ cursor: { section: 'title', index: null, field: 'title', offset: 2 } });
    expect((await json.next('PRESENCE_JOIN')).payload).toMatchObject({
      user_id: editor.id,
      cursor: { field: 'title', position: 2 },
    });
    json.say('PRESENCE_UPDATE', { cursor: { field: 'title', position: 1 }, is_typing: true });
    const isSeen = () => [...yjs.present.values()].some(({ typing }) => (typing as { field?: string } | null)?.field === 'title');
    await yjs.until(isSeen);
    const { body } = await editor.call('GET', `${path}/presence`);
    expect(body.present).toHaveLength(2);
    yjs.close();
    expect((await json.next('PRESENCE_LEAVE')).payload.user_id).toBe(editor.id);
  });
});

describe('locks', () => {
  it('[X4] hold writes back over PATCH and OP until the token is shown', async () => {
    const owner = await newCaller('owner');
    const path = await newEvent(owner);
    const editor = await withEditor(path, owner);
    const json = await JsonSocket.join(editor, path);
    const taken = await owner.call('POST', `${path}/locks`, { path: '/title' });
    expect(taken.status).toBe(201);
    const { lock, token } = taken.body as { lock: { id: string }; token: number };
    expect((await json.next('LOCKS')).payload.locks).toEqual([lock]);
    expect((await editor.call('GET', `${path}/locks`)).body).toEqual({ locks: [lock] });

    json.say('OP', { ...json.here, operation: { op: 'replace', path: '/title', value: 'x' }, version: 1 });
    expect((await json.next('ERROR')).payload).toMatchObject({ code: 'locked', lock });
    const title = [{ op: 'replace', path: '/title', value: 'Dinner' }];
    const refused = await editor.call('PATCH', path, title, { ...jsonPatch, 'if-match': '*' });
    expect([refused.status, refused.body.code, refused.body.lock]).toEqual([423, 'locked', lock]);
    expect((await editor.call('POST', `${path}/locks`, { path: '' })).status).toBe(423);
    const shown = { ...jsonPatch, 'if-match': '*', 'lock-token': String(token) };
    expect((await owner.call('PATCH', path, title, shown)).status).toBe(200);

    expect((await owner.call('PUT', `${path}/locks/${lock.id}`, { token })).status).toBe(200);
    expect((await owner.call('DELETE', `${path}/locks/${lock.id}?token=${token}`)).status).toBe(204);
    expect((await json.next('LOCKS')).payload.locks).toHaveLength(1);
    expect((await json.next('LOCKS')).payload.locks).toEqual([]);
    expect((await owner.call('PATCH', path, title, shown)).body.code).toBe('lock-over');
  });

  it('[X4] let one write of several through that shows the token of each', async () => {
    const owner = await newCaller('owner');
    const path = await newEvent(owner);
    const lock = async (place: string) => (await owner.call('POST', `${path}/locks`, { path: place })).body.token as number;
    const [location, color] = [await lock('/location'), await lock('/color')];
    const change = [
      { op: 'replace', path: '/location', value: 'Room 1' },
      { op: 'replace', path: '/color', value: '#112233' },
    ];
    const patch = async (shown: string) => {
      const { status, body } = await owner.call('PATCH', path, change, { ...jsonPatch, 'if-match': '*', 'lock-token': shown });
      return [status, body.code];
    };
    expect(await patch(`${location}`)).toEqual([423, 'locked']);
    expect(await patch(`${location}, 99`)).toEqual([409, 'lock-over']);
    for (const nonsense of ['', 'x', '1,', '1;2', '-1', '1.5', Array(21).fill(1).join()]) {
      expect(await patch(nonsense)).toEqual([422, 'invalid']);
    }
    expect(await patch(`${location}, ${color}`)).toEqual([200, undefined]);
  });

  it('[X6] are broken by owners, and by nobody else', async () => {
    const owner = await newCaller('owner');
    const trip = await newTrip(owner);
    const [holder, other] = [await withEditor(trip, owner), await withEditor(trip, owner)];
    const { body } = await holder.call('POST', `${trip}/locks`, { path: '' });
    const address = `${trip}/locks/${(body.lock as { id: string }).id}`;
    expect((await owner.call('DELETE', trip)).body).toMatchObject({ status: 423, code: 'locked', lock: body.lock });
    expect((await other.call('DELETE', address)).status).toBe(403);
    expect((await owner.call('DELETE', address)).status).toBe(204);
    expect((await owner.call('DELETE', address)).status).toBe(404);
    const { token } = (await holder.call('POST', `${trip}/locks`, { path: '' })).body;
    expect((await owner.call('DELETE', trip, undefined, { 'lock-token': String(token) })).status).toBe(204);
  });

  it('[X3] end by the alarm, also of a document that sleeps', async () => {
    const owner = await newCaller('owner');
    const trip = await newTrip(owner);
    await owner.call('POST', `${trip}/locks`, { path: '/title' });
    await inStorage(trip, ({ sql }) => {
      sql.exec('UPDATE locks SET expires_at = 1');
      sql.exec("UPDATE timers SET due = 1 WHERE name = 'locks'");
    });
    await sleep(trip);
    expect(await ringAlarm(trip)).toBe(true);
    expect(await inStorage(trip, ({ sql }) => sql.exec('SELECT id FROM locks').toArray())).toEqual([]);
  });

  it.each([
    ['no path', {}, 422],
    ['a path to nowhere', { path: '/nothing' }, 422],
  ])('[X2] %s is refused', async (_, body, status) => {
    const owner = await newCaller('owner');
    expect((await owner.call('POST', `${await newTrip(owner)}/locks`, body)).status).toBe(status);
  });
});
