import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { DocumentState } from '../../src/documents/document-state';
import { decodeAwareness } from '../../src/protocol/awareness';
import { documentLimits as limits } from '../../src/protocol/limits';
import { type Caller, newCaller, newTrip, tokenFor } from '../support/workers-caller';
import {
  DocumentClient,
  inStorage,
  letTimersRing,
  passTime,
  ringAlarm,
  sleep,
  stopClock,
  stopTimers,
} from '../support/workers-document';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function newMember(owner: Caller, trip: string, role: string): Promise<Caller> {
  const caller = await newCaller('Ben');
  await owner.call('PUT', `${trip}/members/${caller.id}`, { role });
  return caller;
}

/** A trip that three people have open. */
async function threePeople() {
  const owner = await newCaller('Aoi');
  const trip = await newTrip(owner, { title: 'Kyoto' });
  const ben = await newMember(owner, trip, 'editor');
  const eva = await newMember(owner, trip, 'viewer');
  return {
    trip,
    owner: { ...owner, client: await DocumentClient.join(owner, trip) },
    ben: { ...ben, client: await DocumentClient.join(ben, trip, { sdk: false }) },
    eva: { ...eva, client: await DocumentClient.join(eva, trip) },
  };
}

const titleOf = ({ doc }: DocumentClient) => doc.getText('title').toString();

describe('[C7] after a sleep', () => {
  it('the next frame finds who is connected, and what they may do', async () => {
    const { trip, owner, ben, eva } = await threePeople();
    await sleep(trip);
    ben.client.doc.getText('title').insert(0, 'To ');
    for (const { client } of [owner, eva]) await client.until(() => titleOf(client) === 'To Kyoto');
    await sleep(trip);
    await owner.client.edit((doc) => doc.getText('title').insert(8, '!'));
    for (const { client } of [ben, eva]) await client.until(() => titleOf(client) === 'To Kyoto!');
    await sleep(trip);
    eva.client.doc.getText('title').insert(0, 'not ');
    await eva.client.until(() => eva.client.of('refused').length === 1);
    expect((await owner.call('GET', trip)).body.title).toBe('To Kyoto!');
  });

  it('nobody is sent anything who was not sent it before', async () => {
    const { trip, owner, ben, eva } = await threePeople();
    const counts = () => [owner, ben, eva].map(({ client }) => client.frames.length);
    const before = counts();
    await sleep(trip);
    await owner.call('GET', trip);
    await sleep(trip);
    for (const { client } of [owner, ben, eva]) client.sendRaw('ping');
    for (const { client } of [owner, ben, eva]) await client.until(() => client.texts.length === 1);
    expect(counts()).toEqual(before);
  });

  it('what a client says before it leaves is taken', async () => {
    const { trip, owner, ben } = await threePeople();
    await sleep(trip);
    ben.client.doc.getText('title').insert(0, 'To ');
    ben.client.close();
    await owner.client.until(() => titleOf(owner.client) === 'To Kyoto');
  });

  it('a ping does not wake the document', async () => {
    const { trip, owner } = await threePeople();
    await sleep(trip);
    const constructed = vi.spyOn(DocumentState.prototype, 'meta');
    owner.client.sendRaw('ping');
    await owner.client.until(() => owner.client.texts.length === 1);
    expect(constructed).not.toHaveBeenCalled();
    await owner.client.sync();
    expect(constructed).toHaveBeenCalled();
  });

  it('role changes and removals reach the sockets that slept', async () => {
    const { trip, owner, ben, eva } = await threePeople();
    await sleep(trip);
    await owner.call('PUT', `${trip}/members/${eva.id}`, { role: 'editor' });
    await eva.client.until(() => eva.client.of('session').length === 2);
    await eva.client.edit((doc) => doc.getText('title').insert(0, 'now '));
    await sleep(trip);
    await owner.call('DELETE', `${trip}/members/${ben.id}`);
    expect(await ben.client.closed).toEqual([4403, 'membership ended']);
    await sleep(trip);
    expect((await owner.call('DELETE', trip)).status).toBe(204);
    for (const { client } of [owner, eva]) expect(await client.closed).toEqual([4404, 'document deleted']);
  });

  it('tokens expire and deadlines end', async () => {
    stopClock();
    const { trip, owner } = await threePeople();
    const exp = Math.floor(Date.now() / 1000) + 60;
    const short = await DocumentClient.open(await tokenFor({ sub: owner.id, name: 'Aoi', exp }), trip);
    await short.sync();
    const anonymous = await DocumentClient.open(null, trip);
    const late = await DocumentClient.open(null, trip);
    await sleep(trip);
    late.send({ type: 'token', token: owner.token });
    await late.sync();
    await sleep(trip);
    passTime(limits.authenticationMs);
    await ringAlarm(trip);
    expect(await anonymous.closed).toEqual([4401, 'no valid token']);
    await sleep(trip);
    passTime(limits.deadSocketMs - limits.authenticationMs);
    await ringAlarm(trip);
    expect(await short.closed).toEqual([4401, 'token expired']);
    await late.sync();
  });

  it('the sixth connection still closes the oldest, and silent ones go', async () => {
    stopClock();
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    const clients: DocumentClient[] = [];
    for (let i = 0; i < limits.maxConnectionsPerPerson; i++) {
      clients.push(await DocumentClient.join(owner, trip));
      passTime(1_000);
    }
    await sleep(trip);
    const sixth = await DocumentClient.join(owner, trip);
    expect(await clients[0]?.closed).toEqual([4409, 'a newer connection of yours took over']);
    await sleep(trip);
    passTime(limits.deadSocketMs);
    const admin = await newCaller('Admin', { role: 'admin' });
    await DocumentClient.join(admin, trip);
    for (const client of clients.slice(1)) expect(await client.closed).toEqual([4000, 'connection went silent']);
    await sixth.sync();
  });

  it('who was told that they may only read is not told again', async () => {
    const { trip, owner, eva } = await threePeople();
    const stock = await DocumentClient.join(eva, trip, { sdk: false });
    stock.doc.getText('title').insert(0, 'x');
    await stock.until(() => stock.of('denied').length === 1);
    await sleep(trip);
    stock.doc.getText('title').insert(0, 'y');
    await stock.sync();
    expect(stock.of('denied')).toHaveLength(1);
    expect((await owner.call('GET', trip)).body.title).toBe('Kyoto');
  });

  it('[S6] acknowledgements still wait for the answer to a question from before', async () => {
    const { trip, owner } = await threePeople();
    const { client } = owner;
    const source = new Y.Doc();
    const updates: Uint8Array[] = [];
    source.on('update', (update: Uint8Array) => updates.push(update));
    source.getText('title').insert(0, 'a');
    source.getText('title').insert(1, 'b');
    const other = new Y.Doc();
    other.getText('description').insert(0, 'independent');
    client.isSilent = true;
    const asked = client.of('step1').length;
    // The first is lost: the second lacks something, and the server asks.
    client.push(updates[1] as Uint8Array);
    await client.until(() => client.of('step1').length > asked);
    await sleep(trip);
    const saved = client.saved;
    client.push(Y.encodeStateAsUpdate(other));
    await client.sync();
    expect(client.saved).toBe(saved);
    await sleep(trip);
    client.push(Y.encodeStateAsUpdate(source), 'step2');
    await client.untilSaved();
    expect((await owner.call('GET', trip)).body).toMatchObject({ description: 'independent' });
    expect((await owner.call('GET', trip)).body.title).toContain('ab');
  });

  it('[I1] a client id still belongs to whose it was', async () => {
    const { trip, owner, ben } = await threePeople();
    await owner.client.edit((doc) => doc.getText('title').insert(0, 'x'));
    await sleep(trip);
    const forger = new Y.Doc();
    Y.applyUpdate(forger, Y.encodeStateAsUpdate(owner.client.doc));
    forger.clientID = owner.client.doc.clientID;
    const before = Y.encodeStateVector(forger);
    forger.getText('title').insert(0, 'forged ');
    ben.client.push(Y.encodeStateAsUpdate(forger, before));
    await ben.client.until(() => ben.client.of('denied').length === 1);
    expect((await owner.call('GET', trip)).body.title).toBe('xKyoto');
  });
});

describe('[P9] presence', () => {
  it('is there after a sleep, in every form, and its clocks rise', async () => {
    stopTimers();
    const { trip, owner, ben, eva } = await threePeople();
    owner.client.announce({ cursor: 1 });
    ben.client.announce({ cursor: 2 });
    await eva.client.until(() => eva.client.present.size === 2);
    await letTimersRing(trip, limits.presencePersistMs);
    await sleep(trip);
    const states = {
      [owner.client.doc.clientID]: { cursor: 1, user: expect.objectContaining({ id: owner.id }) },
      [ben.client.doc.clientID]: { cursor: 2, user: expect.objectContaining({ id: ben.id }) },
    };
    const { present } = (await eva.call('GET', `${trip}/presence`)).body as { present: { client_id: number }[] };
    expect(present.map(({ client_id }) => `${client_id}`).toSorted()).toEqual(Object.keys(states).toSorted());
    await sleep(trip);
    const late = await DocumentClient.join(eva, trip);
    await late.until(() => late.present.size === 2);
    expect(Object.fromEntries(late.present)).toEqual(states);
    await sleep(trip);
    owner.client.announce({ cursor: 3 });
    await eva.client.until(() => eva.client.present.get(owner.client.doc.clientID)?.cursor === 3);
    const clocks = eva.client
      .of('awareness')
      .flatMap(({ payload }) => decodeAwareness(payload))
      .filter(({ client }) => client === owner.client.doc.clientID)
      .map(({ clock }) => clock);
    expect(clocks).toEqual([...new Set(clocks)].toSorted((a, b) => a - b));
  });

  it('[P7] of somebody who leaves is gone at once, also after a sleep', async () => {
    stopTimers();
    const { trip, ben, eva } = await threePeople();
    ben.client.announce({ cursor: 2 });
    await eva.client.until(() => eva.client.present.size === 1);
    await letTimersRing(trip, limits.presencePersistMs);
    await sleep(trip);
    ben.client.close();
    await eva.client.until(() => eva.client.present.size === 0);
    expect((await eva.call('GET', `${trip}/presence`)).body).toEqual({ present: [] });
  });

  it('[P7] of a lost connection stays for its grace, through a sleep, and ends by the alarm', async () => {
    stopTimers();
    const { trip, ben, eva } = await threePeople();
    ben.client.announce({ cursor: 2 });
    await eva.client.until(() => eva.client.present.size === 1);
    ben.client.close(3000);
    await eva.client.sync();
    await letTimersRing(trip, limits.presencePersistMs);
    await sleep(trip);
    passTime(limits.presenceGraceMs - limits.presencePersistMs - 1);
    await ringAlarm(trip);
    const late = await DocumentClient.join(eva, trip);
    await late.until(() => late.present.size === 1);
    expect(eva.client.present.size).toBe(1);
    await sleep(trip);
    passTime(1);
    await ringAlarm(trip);
    for (const client of [eva.client, late]) await client.until(() => client.present.size === 0);
  });

  it('[P7] of somebody who comes back in time never blinks', async () => {
    stopTimers();
    const { trip, ben, eva } = await threePeople();
    ben.client.announce({ cursor: 2 });
    await eva.client.until(() => eva.client.present.size === 1);
    ben.client.close(3000);
    await eva.client.sync();
    await letTimersRing(trip, limits.presencePersistMs);
    await sleep(trip);
    const back = await DocumentClient.join(ben, trip, { doc: ben.client.doc });
    back.announce({ cursor: 4 });
    await eva.client.until(() => eva.client.present.get(back.doc.clientID)?.cursor === 4);
    passTime(limits.presenceGraceMs);
    await ringAlarm(trip);
    await eva.client.sync();
    expect(eva.client.present.size).toBe(1);
    const gone = eva.client.of('awareness').flatMap(({ payload }) => decodeAwareness(payload));
    expect(gone.filter(({ stateBytes }) => new TextDecoder().decode(stateBytes) === 'null')).toEqual([]);
  });

  it('[A9] of the invisible does not appear by a sleep', async () => {
    stopTimers();
    const { trip, owner, eva } = await threePeople();
    const hidden = await DocumentClient.join(owner, trip, { query: { invisible: '1' } });
    hidden.announce({ cursor: 1 });
    await hidden.sync();
    await letTimersRing(trip, limits.presencePersistMs);
    await sleep(trip);
    hidden.announce({ cursor: 2 });
    await hidden.sync();
    await eva.client.sync();
    expect(eva.client.of('awareness')).toEqual([]);
    expect((await eva.call('GET', `${trip}/presence`)).body).toEqual({ present: [] });
  });

  it('as large as it may be survives with the longest identity', async () => {
    stopTimers();
    const { trip, eva } = await threePeople();
    const id = '葵'.repeat(128);
    // As long as a token can be, in characters that take two bytes each once they are kept.
    const scope = `trips:read trips:write 葵${'x'.repeat(4_800)}`;
    const claims = { sub: id, name: '葵'.repeat(100), role: 'admin', scope };
    const big = await DocumentClient.open(await tokenFor(claims), trip);
    await big.sync();
    const room = limits.maxPresenceStateBytes - JSON.stringify({ text: '' }).length;
    big.announce({ text: '葵'.repeat(Math.floor(room / 3)) });
    await eva.client.until(() => eva.client.present.size === 1);
    await letTimersRing(trip, limits.presencePersistMs);
    await sleep(trip);
    const late = await DocumentClient.join(eva, trip);
    await late.until(() => late.present.size === 1);
    expect(late.present.get(big.doc.clientID)).toMatchObject({ user: { id } });
    await big.sync();
  });
});

describe('[L5] a presence state', () => {
  it.each([
    ['too large', { text: 'x'.repeat(limits.maxPresenceStateBytes) }],
    ['that grows when it is written anew', { numbers: Array.from({ length: 1_000 }, () => 1e20) }],
  ])('%s is refused, and nobody is closed', async (_, state) => {
    const { owner, eva, trip } = await threePeople();
    const json = JSON.stringify(state).replaceAll('100000000000000000000', '1e20');
    owner.client.announce(json);
    await owner.client.until(() => owner.client.of('notice').length === 1);
    expect(owner.client.of('notice')[0]?.message).toEqual({ code: 'presence-refused', reason: 'too-large' });
    await eva.client.sync();
    expect(eva.client.of('awareness')).toEqual([]);
    expect((await eva.call('GET', `${trip}/presence`)).body).toEqual({ present: [] });
  });
});

describe('an idle document', () => {
  it('has no timers that would keep it awake', async () => {
    stopTimers();
    const { trip, owner, ben, eva } = await threePeople();
    owner.client.announce({ cursor: 1 });
    ben.client.announce({ cursor: 2 });
    for (let i = 0; i < limits.editBurst + 20; i++) owner.client.doc.getText('title').insert(0, 'x');
    eva.client.doc.getText('title').insert(0, 'not mine to write');
    await eva.client.until(() => eva.client.of('refused').length === 1);
    await owner.client.sync();
    // Over the rate, some have been dropped and will be asked for again.
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    for (let second = 0; second < 5; second++) {
      await letTimersRing(trip, 1_000);
      await owner.client.sync();
    }
    await owner.client.untilSaved();
    await letTimersRing(trip, limits.presencePersistMs);
    expect(vi.getTimerCount()).toBe(0);
    expect((await owner.call('GET', trip)).body.title).toBe(`${'x'.repeat(limits.editBurst + 20)}Kyoto`);
  });
});

describe('[S2] a cold document', () => {
  /** A trip that has been compacted, and the document of who wrote it. */
  async function compactedTrip() {
    stopTimers();
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner, { title: 'Kyoto' });
    const writer = await DocumentClient.join(owner, trip);
    await writer.edit((doc) => doc.getText('description').insert(0, '葵'.repeat(limits.compactAfterBytes)));
    await writer.edit((doc) => doc.getText('description').delete(5, 1_000));
    await letTimersRing(trip, limits.presencePersistMs);
    return { owner, trip, writer };
  }

  it('gives a reader the checkpoint and the tail, byte for byte, and builds no document', async () => {
    const { owner, trip, writer } = await compactedTrip();
    await writer.edit((doc) => doc.getText('title').insert(0, 'To '));
    const stored = await inStorage(trip, ({ sql }) => ({
      checkpoint: sql
        .exec<{ bytes: ArrayBuffer }>("SELECT bytes FROM chunks WHERE kind = 'state' ORDER BY version, part")
        .toArray(),
      tail: sql.exec<{ bytes: ArrayBuffer }>('SELECT bytes FROM log').toArray(),
    }));
    expect(stored.checkpoint).toHaveLength(1);
    expect(stored.tail).toHaveLength(1);
    const eva = await newMember(owner, trip, 'viewer');
    await sleep(trip);
    const build = vi.spyOn(DocumentState.prototype, 'live');
    const reader = await DocumentClient.join(eva, trip);
    expect(build).not.toHaveBeenCalled();
    const sent = reader.of('update').map(({ update }) => Buffer.from(update).toString('base64'));
    expect(sent).toEqual([...stored.checkpoint, ...stored.tail].map(({ bytes }) => Buffer.from(bytes).toString('base64')));
    expect(reader.doc.getText('description').toString()).toBe(writer.doc.getText('description').toString());
    expect(titleOf(reader)).toBe('To Kyoto');
    expect(Y.encodeStateVector(reader.doc)).toEqual(Y.encodeStateVector(writer.doc));
    expect(Y.encodeStateAsUpdate(reader.doc)).toEqual(Y.encodeStateAsUpdate(writer.doc));
  });

  it('[S3] builds none for a client that comes back with all there is, and tells it so', async () => {
    const { owner, trip, writer } = await compactedTrip();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer.doc));
    writer.close();
    await sleep(trip);
    const build = vi.spyOn(DocumentState.prototype, 'live');
    const back = await DocumentClient.join(owner, trip, { doc });
    expect(back.saved).toBe(1);
    expect(build).not.toHaveBeenCalled();
  });

  it('takes what a client wrote while it was away', async () => {
    const { owner, trip, writer } = await compactedTrip();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer.doc));
    await writer.edit((doc) => doc.getText('title').insert(0, 'To '));
    doc.getText('title').insert(5, '!');
    await sleep(trip);
    const back = await DocumentClient.join(owner, trip, { doc });
    expect(titleOf(back)).toBe('To Kyoto!');
    await writer.until(() => titleOf(writer) === 'To Kyoto!');
    expect((await owner.call('GET', trip)).body.title).toBe('To Kyoto!');
  });

  it('keeps all its rows when it is compacted', async () => {
    const { trip, writer } = await compactedTrip();
    const counts = await inStorage(trip, ({ sql }) => ({
      rows: sql.exec('SELECT version FROM log').toArray().length,
      packs: sql.exec('SELECT first, last FROM packs').toArray(),
    }));
    expect(counts).toEqual({ rows: 0, packs: [{ first: 1, last: 3 }] });
    await writer.edit((doc) => doc.getText('title').insert(0, 'x'));
    expect(writer.of('saved').at(-1)?.version).toBe(4);
  });
});
