import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { documentLimits as limits } from '../../src/protocol/limits';
import { type Caller, newCaller, newTrip, tokenFor } from '../support/workers-caller';
import { DocumentClient, passTime, ringAlarm, stopClock } from '../support/workers-document';

afterEach(() => {
  vi.useRealTimers();
});

/** Somebody with a trip. */
async function ownerWithTrip(fields: object = {}): Promise<{ owner: Caller; trip: string }> {
  const owner = await newCaller('Aoi');
  return { owner, trip: await newTrip(owner, fields) };
}

async function member(
  owner: Caller,
  trip: string,
  role: string,
  claims: Readonly<Record<string, unknown>> = {},
): Promise<Caller> {
  const caller = await newCaller('Ben', claims);
  const { status } = await owner.call('PUT', `${trip}/members/${caller.id}`, { role });
  expect(status).toBeLessThan(300);
  return caller;
}

describe('a session', () => {
  it('[A1] may send its token as the first frame, and others with it', async () => {
    const { owner, trip } = await ownerWithTrip({ title: 'Kyoto' });
    const client = await DocumentClient.open(null, trip);
    client.send({ type: 'token', token: owner.token });
    await client.sync();
    expect(client.doc.getText('title').toString()).toBe('Kyoto');
    expect(client.of('session')).toHaveLength(1);
    expect(client.frames[0]).toMatchObject({ type: 'session', message: { person: { id: owner.id }, role: 'owner' } });
  });

  it('[A2] is told nothing before its token came', async () => {
    const { owner, trip } = await ownerWithTrip({ title: 'secret' });
    const silent = await DocumentClient.open(null, trip);
    const ben = await DocumentClient.join(owner, trip);
    await ben.edit((doc) => doc.getText('title').insert(0, 'very '));
    ben.announce({ at: 'title' });
    await ben.sync();
    silent.send({ type: 'queryAwareness' });
    expect(await silent.closed).toEqual([4401, 'no valid token']);
    expect(silent.frames).toEqual([]);
  });

  it.each([
    ['SyncStep1', { type: 'step1', stateVector: Uint8Array.of(0) }],
    ['Update', { type: 'update', update: Uint8Array.of(0, 0), n: 1 }],
    ['Awareness', { type: 'awareness', payload: Uint8Array.of(0) }],
  ] as const)('[A2] whose first frame is %s is closed', async (_, frame) => {
    const { trip } = await ownerWithTrip();
    const client = await DocumentClient.open(null, trip);
    client.send(frame);
    expect(await client.closed).toEqual([4401, 'no valid token']);
    expect(client.frames).toEqual([]);
  });

  it('[A2] without a token is closed at the deadline, and not before', async () => {
    stopClock();
    const { owner, trip } = await ownerWithTrip();
    const early = await DocumentClient.open(null, trip);
    passTime(5_000);
    const late = await DocumentClient.open(null, trip);
    const signedIn = await DocumentClient.join(owner, trip);
    passTime(limits.authenticationMs - 5_000);
    await ringAlarm(trip);
    expect(await early.closed).toEqual([4401, 'no valid token']);
    await signedIn.sync();
    expect(late.isOpen).toBe(true);
    passTime(5_000);
    await ringAlarm(trip);
    expect(await late.closed).toEqual([4401, 'no valid token']);
    await signedIn.sync();
  });

  it.each([
    ['garbage', async () => 'garbage', [4401, 'no valid token']],
    ['that has expired', () => tokenFor({ sub: 'aoi', exp: 1 }), [4401, 'token expired']],
    ['of a stranger', () => tokenFor({ sub: 'stranger' }), [4403, 'not a member']],
    ['that may not read', () => tokenFor({ sub: 'aoi', role: 'admin', scope: 'openid' }), [4403, 'not a member']],
    ['that is longer than a frame', async () => 'x'.repeat(limits.maxControlFrameBytes), [4413, 'frame too large']],
  ])('[C2] with a first token %s is closed', async (_, make, close) => {
    const { trip } = await ownerWithTrip();
    const client = await DocumentClient.open(null, trip);
    client.send({ type: 'token', token: await make() });
    expect(await client.closed).toEqual(close);
    expect(client.frames).toEqual([]);
  });

  it('[A4] renews its token, and stays longer', async () => {
    stopClock();
    const { owner, trip } = await ownerWithTrip();
    const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
    const firstExp = inSeconds(60);
    const secondExp = inSeconds(600);
    const client = await DocumentClient.open(await tokenFor({ sub: owner.id, name: 'Aoi', exp: firstExp }), trip);
    await client.sync();
    client.send({ type: 'token', token: await tokenFor({ sub: owner.id, name: 'Aoi', exp: secondExp }) });
    await client.until(() => client.of('session').length === 2);
    expect(client.of('session').map(({ message }) => message.expiresAtMs)).toEqual([firstExp * 1000, secondExp * 1000]);
    passTime(61_000);
    await ringAlarm(trip);
    await client.sync();
    passTime(540_000);
    await ringAlarm(trip);
    expect(await client.closed).toEqual([4401, 'token expired']);
  });

  it('[A4] that renews with a token of somebody else is closed', async () => {
    const { owner, trip } = await ownerWithTrip();
    const ben = await member(owner, trip, 'editor');
    const client = await DocumentClient.join(ben, trip);
    client.send({ type: 'token', token: owner.token });
    expect(await client.closed).toEqual([4401, 'no valid token']);
  });

  it('[A4] that renews with garbage is closed, and frames behind it have no effect', async () => {
    const { owner, trip } = await ownerWithTrip();
    const client = await DocumentClient.join(owner, trip);
    client.send({ type: 'token', token: 'garbage' });
    client.doc.getText('title').insert(0, 'after');
    expect(await client.closed).toEqual([4401, 'no valid token']);
    expect((await owner.call('GET', trip)).body.title).toBe('');
  });

  it('[A4] that renews with a token that may not read is closed', async () => {
    const { owner, trip } = await ownerWithTrip();
    const client = await DocumentClient.join(owner, trip);
    client.send({ type: 'token', token: await tokenFor({ sub: owner.id, name: 'Aoi', scope: 'openid' }) });
    expect(await client.closed).toEqual([4403, 'not a member']);
  });

  it.each([true, false])('[C1] whose token cannot be verified now may come again with it (renewal: %s)', async (isRenewal) => {
    const { owner, trip } = await ownerWithTrip();
    const client = isRenewal ? await DocumentClient.join(owner, trip) : await DocumentClient.open(null, trip);
    const importKey = vi.spyOn(crypto.subtle, 'importKey').mockRejectedValueOnce(new Error('no memory'));
    client.send({ type: 'token', token: owner.token });
    expect(await client.closed).toEqual([1013, 'recovering, try again']);
    importKey.mockRestore();
    await DocumentClient.join(owner, trip);
  });

  it('[A4] keeps the order of its frames around a renewal', async () => {
    const { owner, trip } = await ownerWithTrip();
    const client = await DocumentClient.join(owner, trip);
    client.doc.getText('title').insert(0, 'a');
    client.send({ type: 'token', token: owner.token });
    client.doc.getText('title').insert(1, 'b');
    client.doc.getText('title').insert(2, 'c');
    await client.untilSaved();
    expect((await owner.call('GET', trip)).body.title).toBe('abc');
  });

  it('[A5] is closed by the alarm when its token expires, and the others stay', async () => {
    stopClock();
    const { owner, trip } = await ownerWithTrip();
    const exp = Math.floor(Date.now() / 1000) + 60;
    const short = await DocumentClient.open(await tokenFor({ sub: owner.id, name: 'Aoi', exp }), trip, { sdk: false });
    await short.sync();
    const stays = await DocumentClient.join(owner, trip);
    passTime(30_000);
    await ringAlarm(trip);
    await stays.sync();
    await short.sync();
    passTime(31_000);
    await ringAlarm(trip);
    expect(await short.closed).toEqual([4401, 'token expired']);
    await stays.sync();
  });

  it('[A5] whose token has expired is closed by its next frame, even before the alarm', async () => {
    stopClock();
    const { owner, trip } = await ownerWithTrip();
    const exp = Math.floor(Date.now() / 1000) + 60;
    const client = await DocumentClient.open(await tokenFor({ sub: owner.id, name: 'Aoi', exp }), trip);
    await client.sync();
    passTime(61_000);
    client.doc.getText('title').insert(0, 'too late');
    expect(await client.closed).toEqual([4401, 'token expired']);
    expect((await owner.call('GET', trip)).body.title).toBe('');
  });

  it.each([true, false])('[A6] is told its new role at once (sdk: %s)', async (sdk) => {
    const { owner, trip } = await ownerWithTrip();
    const ben = await member(owner, trip, 'editor');
    const client = await DocumentClient.join(ben, trip, { sdk });
    await owner.call('PUT', `${trip}/members/${ben.id}`, { role: 'viewer' });
    await client.sync();
    expect(client.of('session').map(({ message }) => message.role)).toEqual(sdk ? ['editor', 'viewer'] : []);
    client.doc.getText('title').insert(0, 'no more');
    if (sdk) await client.until(() => client.of('refused').length === 1);
    else await client.until(() => client.of('denied').length === 1);
    expect((await owner.call('GET', trip)).body.title).toBe('');
    await owner.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor' });
    const again = await DocumentClient.join(ben, trip, { sdk });
    await again.edit((doc) => doc.getText('title').insert(0, 'again'));
    expect((await owner.call('GET', trip)).body.title).toBe('again');
  });

  it('[A7] of a removed member is closed at once, all of them, and stays out', async () => {
    const { owner, trip } = await ownerWithTrip();
    const ben = await member(owner, trip, 'editor');
    const clients = [await DocumentClient.join(ben, trip), await DocumentClient.join(ben, trip, { sdk: false })];
    const watching = await DocumentClient.join(owner, trip);
    await owner.call('DELETE', `${trip}/members/${ben.id}`);
    for (const client of clients) expect(await client.closed).toEqual([4403, 'membership ended']);
    const again = await DocumentClient.open(ben.token, trip);
    expect(await again.closed).toEqual([4403, 'not a member']);
    await watching.sync();
  });

  it('[A7] of somebody who leaves is closed', async () => {
    const { owner, trip } = await ownerWithTrip();
    const ben = await member(owner, trip, 'viewer');
    const client = await DocumentClient.join(ben, trip);
    expect((await ben.call('DELETE', `${trip}/members/${ben.id}`)).status).toBe(204);
    expect(await client.closed).toEqual([4403, 'membership ended']);
  });

  it('[A9] that is invisible is nowhere in presence', async () => {
    const { owner, trip } = await ownerWithTrip();
    const ben = await member(owner, trip, 'editor');
    const watching = await DocumentClient.join(owner, trip);
    const hidden = await DocumentClient.join(ben, trip, { query: { invisible: '1' } });
    hidden.announce({ cursor: 1 });
    await hidden.edit((doc) => doc.getText('title').insert(0, 'seen'));
    await watching.sync();
    expect(watching.doc.getText('title').toString()).toBe('seen');
    expect(watching.of('awareness')).toEqual([]);
    expect((await owner.call('GET', `${trip}/presence`)).body).toEqual({ present: [] });
    hidden.close();
    await watching.sync();
    expect(watching.of('awareness')).toEqual([]);
  });
});

describe('frames', () => {
  it('[F3] ping is answered with pong by the platform, also before a token', async () => {
    const { owner, trip } = await ownerWithTrip();
    const client = await DocumentClient.open(null, trip);
    client.sendRaw('ping');
    await client.until(() => client.texts.length === 1);
    expect(client.texts).toEqual(['pong']);
    client.send({ type: 'token', token: owner.token });
    await client.sync();
  });

  it.each(['pong', 'PING', '', '{}'])('[F3] the text %j closes', async (text) => {
    const { owner, trip } = await ownerWithTrip();
    const client = await DocumentClient.join(owner, trip);
    client.sendRaw(text);
    expect(await client.closed).toEqual([4400, 'malformed frame']);
    expect(client.texts).toEqual([]);
  });

  it.each([
    ['nothing', []],
    ['a truncated SyncStep1', [0, 0, 9, 1]],
    ['an unknown type', [77]],
    ['a type that only the server sends', [100, 1, 1]],
    ['a frame with bytes behind its end', [3, 0]],
    ['an unknown sync message', [0, 3, 0]],
    ['an endless number', [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
    ['an update that is none', [0, 2, 3, 1, 2, 3, 1]],
    ['a state vector with an absurd count', [0, 0, 5, 255, 255, 255, 255, 15]],
    ['a token that is not UTF-8', [102, 1, 255]],
    ['presence that is no object', [1, 5, 1, 1, 1, 1, 49]],
  ])('[F2] %s closes the socket, not the document', async (_, bytes) => {
    const { owner, trip } = await ownerWithTrip({ title: 'kept' });
    const client = await DocumentClient.join(owner, trip);
    const other = await DocumentClient.join(owner, trip);
    client.sendRaw(Uint8Array.from(bytes));
    expect(await client.closed).toEqual([4400, 'malformed frame']);
    await other.edit((doc) => doc.getText('title').insert(0, 'still '));
    expect((await owner.call('GET', trip)).body.title).toBe('still kept');
  });

  it('[F4] of our own go only to SDK sessions', async () => {
    const { owner, trip } = await ownerWithTrip();
    const stock = await DocumentClient.join(owner, trip, { sdk: false });
    await stock.edit((doc) => doc.getArray('itinerary').push([{ title: 'plain' }]));
    expect(new Set(stock.frames.map(({ type }) => type))).toEqual(new Set(['step1', 'step2', 'update']));
    expect(stock.texts).toEqual([]);
  });

  it('[L1] of sync may be as large as a document, and not larger', async () => {
    const { owner, trip } = await ownerWithTrip();
    const client = await DocumentClient.join(owner, trip);
    const large = 'x'.repeat(2.5 * 1024 * 1024);
    await client.edit((doc) => doc.getText('description').insert(0, large));
    expect(((await owner.call('GET', trip)).body.description as string).length).toBe(large.length);
    const frame = new Uint8Array(limits.maxSyncFrameBytes + 1);
    client.sendRaw(frame);
    expect(await client.closed).toEqual([4413, 'frame too large']);
  });

  it('[L1] of any other kind may have 64 KiB', async () => {
    const { owner, trip } = await ownerWithTrip();
    const client = await DocumentClient.join(owner, trip);
    const frame = new Uint8Array(limits.maxControlFrameBytes + 1);
    frame[0] = 1;
    client.sendRaw(frame);
    expect(await client.closed).toEqual([4413, 'frame too large']);
  });
});

describe('connections', () => {
  it('[C4] the sixth of a person closes their oldest, and nobody else’s', async () => {
    const { owner, trip } = await ownerWithTrip();
    const ben = await member(owner, trip, 'viewer');
    const other = await DocumentClient.join(owner, trip);
    const clients: DocumentClient[] = [];
    for (let i = 0; i <= limits.maxConnectionsPerPerson; i++) clients.push(await DocumentClient.join(ben, trip));
    const [oldest, ...rest] = clients;
    expect(await oldest?.closed).toEqual([4409, 'a newer connection of yours took over']);
    for (const client of [...rest, other]) await client.sync();
  });

  it('[C5] beyond the most that a document takes are closed', async () => {
    const { trip } = await ownerWithTrip();
    const people = limits.maxConnections / limits.maxConnectionsPerPerson;
    const tokens = await Promise.all(Array.from({ length: people }, (_, i) => tokenFor({ sub: `admin${i}`, role: 'admin' })));
    const clients = await Promise.all(
      tokens.flatMap((token) => Array.from({ length: limits.maxConnectionsPerPerson }, () => DocumentClient.open(token, trip))),
    );
    const excess = await DocumentClient.open(await tokenFor({ sub: 'late', role: 'admin' }), trip);
    expect(await excess.closed).toEqual([4409, 'document has too many connections']);
    const [first, last] = [clients[0], clients.at(-1)];
    await first?.sync();
    await last?.sync();
    expect(clients.filter(({ isOpen }) => !isOpen)).toEqual([]);
  }, 30_000);

  it('[C8] without a token take no place from the others, and give way to new ones', async () => {
    const { owner, trip } = await ownerWithTrip();
    const anonymous: DocumentClient[] = [];
    for (let i = 0; i <= limits.maxUnauthenticated; i++) anonymous.push(await DocumentClient.open(null, trip));
    expect(await anonymous[0]?.closed).toEqual([1013, 'recovering, try again']);
    const client = await DocumentClient.join(owner, trip);
    anonymous[1]?.send({ type: 'token', token: owner.token });
    await anonymous[1]?.sync();
    await client.sync();
    expect(anonymous.filter(({ isOpen }) => !isOpen)).toHaveLength(1);
  });

  it('[C6] that are silent are closed at the next join', async () => {
    stopClock();
    const { owner, trip } = await ownerWithTrip();
    const silent = await DocumentClient.join(owner, trip);
    passTime(limits.deadSocketMs - 1_000);
    const talking = await DocumentClient.join(owner, trip);
    await talking.edit((doc) => doc.getText('title').insert(0, 'a'));
    passTime(2_000);
    await DocumentClient.join(owner, trip);
    expect(await silent.closed).toEqual([4000, 'connection went silent']);
    await talking.sync();
  });

  it('[C6] that only ping are not silent', async () => {
    // The platform, which answers pings, has a clock of its own: ours starts behind it and catches up.
    const nowMs = Date.now();
    stopClock();
    passTime(-2 * limits.deadSocketMs);
    const { owner, trip } = await ownerWithTrip();
    const [silent, pinging] = [await DocumentClient.join(owner, trip), await DocumentClient.join(owner, trip)];
    pinging.sendRaw('ping');
    await pinging.until(() => pinging.texts.length === 1);
    vi.setSystemTime(nowMs);
    await DocumentClient.join(owner, trip);
    expect(await silent.closed).toEqual([4000, 'connection went silent']);
    await pinging.sync();
  });

  it('[C2] to a trip that is deleted are closed, and new ones too', async () => {
    const { owner, trip } = await ownerWithTrip();
    const ben = await member(owner, trip, 'editor');
    const clients = [
      await DocumentClient.join(owner, trip),
      await DocumentClient.join(ben, trip, { sdk: false }),
      await DocumentClient.open(null, trip),
    ];
    expect((await owner.call('DELETE', trip)).status).toBe(204);
    clients.push(await DocumentClient.open(ben.token, trip), await DocumentClient.open(null, trip));
    for (const client of clients) expect(await client.closed).toEqual([4404, 'document deleted']);
    expect((await owner.call('GET', trip)).status).toBe(404);
  });

  it('[W5] carry what others write, once', async () => {
    const { owner, trip } = await ownerWithTrip();
    const clients = [
      await DocumentClient.join(owner, trip),
      await DocumentClient.join(owner, trip, { sdk: false }),
      await DocumentClient.join(owner, trip),
    ];
    const [first, second, third] = clients as [DocumentClient, DocumentClient, DocumentClient];
    await first.edit((doc) => doc.getText('title').insert(0, 'Kyoto'));
    for (const client of [second, third]) await client.until(() => client.doc.getText('title').toString() === 'Kyoto');
    expect(clients.map((client) => client.of('update').length)).toEqual([0, 1, 1]);
    expect(Y.encodeStateVector(second.doc)).toEqual(Y.encodeStateVector(first.doc));
  });
});
