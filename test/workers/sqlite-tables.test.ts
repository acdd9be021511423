import { afterEach, describe, expect, it, vi } from 'vitest';
import { SqliteStorage } from '../../durable-objects/sqlite-storage';
import { documentLimits as limits } from '../../src/protocol/limits';
import { mergePatch, newCaller, newTrip } from '../support/workers-caller';
import { DocumentClient, inStorage, passTime, ringAlarm, sleep, stopClock } from '../support/workers-document';

afterEach(() => {
  vi.useRealTimers();
});

/** Names of the tables that are ours. */
function tablesOf({ sql }: DurableObjectStorage): string[] {
  return sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
    .toArray()
    .map(({ name }) => name);
}

function countRows({ sql }: DurableObjectStorage, table: string): number {
  return sql.exec<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).one().count;
}

/** How many rows each table has that has any. */
function rowsOf(raw: DurableObjectStorage): Record<string, number> {
  const tables = tablesOf(raw).filter((table) => table !== 'sqlite_sequence');
  return Object.fromEntries(tables.map((table) => [table, countRows(raw, table)] as const).filter(([, count]) => count > 0));
}

describe('a document that nobody has created', () => {
  it('[N3] has no tables and no alarm, whoever asks for it', async () => {
    const aoi = await newCaller('Aoi');
    const trip = '/v1/trips/01a20179-c27d-7361-9c64-4c1e11ce318d';
    const secret = 'x'.repeat(43);
    const [ticket, invitation] = [`tkt_${secret}`, `${trip.slice('/v1/trips/'.length)}.${secret}`];
    for (const [method, path] of [
      ['GET', trip],
      ['DELETE', trip],
      ['GET', `${trip}/members`],
      ['GET', `${trip}/presence`],
      ['GET', `${trip}/invites`],
      ['DELETE', `${trip}/invites/x`],
      ['GET', `/v1/invites/${invitation}`],
      ['POST', `/v1/invites/${invitation}/accept`],
    ] as const) {
      expect((await aoi.call(method, path)).status, path).toBe(404);
    }
    expect((await aoi.call('POST', `${trip}/invites`, { role: 'viewer' })).status).toBe(404);
    expect((await aoi.call('POST', '/v1/tickets', { document: trip.slice('/v1/'.length) })).status).toBe(404);
    expect((await aoi.call('PUT', `${trip}/members/ben`, { role: 'viewer' })).status).toBe(404);
    expect((await aoi.call('PATCH', trip, {}, mergePatch)).status).toBe(404);
    const octets = { authorization: `Ticket ${ticket}` };
    expect((await aoi.call('POST', `${trip}/sync`, Uint8Array.of(1, 0, 0), octets)).status).toBe(401);
    for (const [token, query] of [
      [aoi.token, {}],
      [null, {}],
      [null, { ticket }],
    ] as const) {
      expect(await (await DocumentClient.open(token, trip, { query })).closed).toEqual([4404, 'no such document']);
    }
    await inStorage(trip, async (raw) => {
      expect(tablesOf(raw)).toEqual([]);
      expect(await raw.getAlarm()).toBeNull();
      expect(new SqliteStorage(raw).meta.read()).toBeNull();
    });
  });
});

describe('a document that was created by an older version', () => {
  const firstTables = new Set([
    ...['sqlite_sequence', 'meta', 'chunks', 'log', 'packs', 'checkpoints', 'timers'],
    ...['members', 'replicas', 'replacements', 'absences'],
  ]);

  /** Takes a trip back to the tables of the first version. */
  async function makeOld(trip: string): Promise<void> {
    await inStorage(trip, (raw) => {
      for (const table of tablesOf(raw)) if (!firstTables.has(table)) raw.sql.exec(`DROP TABLE ${table}`);
      raw.sql.exec('UPDATE meta SET schema = 1');
    });
    await sleep(trip);
  }

  async function schemaOf(trip: string): Promise<unknown> {
    return inStorage(trip, ({ sql }) => [
      sql.exec('SELECT schema FROM meta').one(),
      sql.exec("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name").toArray(),
    ]);
  }

  it('gets the tables of today when it wakes, and keeps what it has', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner, { title: 'Kyoto' });
    const today = await schemaOf(trip);
    const before = (await owner.call('GET', trip)).body;
    await makeOld(trip);
    const ticket = await owner.call('POST', '/v1/tickets', { document: trip.slice('/v1/'.length) });
    expect(ticket.status).toBe(201);
    expect((await owner.call('POST', `${trip}/invites`, { role: 'viewer' })).status).toBe(201);
    expect((await owner.call('GET', trip)).body).toEqual(before);
    expect(await schemaOf(trip)).toEqual(today);
  });

  it('keeps its open sockets meanwhile', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    const client = await DocumentClient.join(owner, trip);
    await makeOld(trip);
    await client.edit((doc) => doc.getText('title').insert(0, 'Kyoto'));
    expect((await owner.call('GET', `${trip}/invites`)).body).toEqual({ invites: [] });
    client.close();
  });

  it('is brought up to date once', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    await makeOld(trip);
    await owner.call('POST', `${trip}/invites`, { role: 'viewer' });
    await sleep(trip);
    expect((await owner.call('GET', `${trip}/invites`)).body.invites).toHaveLength(1);
  });

  it('that was deleted stays deleted', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    await owner.call('DELETE', trip);
    await makeOld(trip);
    expect((await owner.call('GET', trip)).status).toBe(404);
    expect((await owner.call('POST', `${trip}/invites`, { role: 'viewer' })).status).toBe(404);
  });
});

describe('a purge', () => {
  it('comes long after the deletion and leaves nothing but the fact', async () => {
    stopClock();
    const owner = await newCaller('Aoi');
    const guest = await newCaller('Ben');
    const key = { 'idempotency-key': 'once' };
    const { body } = await owner.call('POST', '/v1/trips', { title: 'Kyoto' }, key);
    const trip = `/v1/trips/${body.id}`;
    const client = await DocumentClient.join(owner, trip);
    await client.edit((doc) => doc.getText('description').insert(0, 'x'.repeat(limits.compactAfterBytes + 1)));
    for (const [method, body] of [['PUT', { role: 'viewer' }] as const, ['DELETE', undefined] as const]) {
      expect((await owner.call(method, `${trip}/members/${guest.id}`, body)).status, method).toBeLessThan(300);
    }
    expect((await owner.call('DELETE', trip)).status).toBe(204);
    passTime(limits.purgeAfterMs - 1);
    await ringAlarm(trip);
    expect(await inStorage(trip, rowsOf)).toMatchObject({ members: 1, names: 1, meta: 1 });
    passTime(1);
    await ringAlarm(trip);
    // The lists have yet to be told that there is nothing any more.
    expect(await inStorage(trip, rowsOf)).toEqual({ meta: 1, timers: 1 });
    passTime(1_000);
    await ringAlarm(trip);
    const left = { meta: 1 };
    await expect.poll(() => inStorage(trip, rowsOf)).toEqual(left);
    expect(await (await DocumentClient.open(owner.token, trip)).closed).toEqual([4404, 'document deleted']);
    expect((await owner.call('GET', trip)).status).toBe(404);
    expect((await owner.call('POST', '/v1/trips', { title: 'Kyoto' }, key)).status).not.toBe(201);
    expect(await inStorage(trip, rowsOf)).toEqual(left);
  });
});
