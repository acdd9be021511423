import { abortAllDurableObjects } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { documentLimits as limits } from '../../src/protocol/limits';
import { decodeSyncAnswer, encodeSyncRequest } from '../../src/protocol/sync-body';
import { base, type Caller, newCaller, newTrip, tokenFor } from '../support/workers-caller';
import { DocumentClient, inStorage, passTime, sleep, stopClock } from '../support/workers-document';

beforeEach(() => {
  stopClock();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function ticketFor(caller: Caller, trip: string): Promise<string> {
  const { status, body } = await caller.call('POST', '/v1/tickets', { document: trip.slice('/v1/'.length) });
  if (status !== 201) throw new Error(`issuing a ticket answered ${status}: ${JSON.stringify(body)}`);
  return body.ticket as string;
}

/** A trip of somebody, and a ticket for it. */
async function tripAndTicket() {
  const owner = await newCaller('Aoi');
  const trip = await newTrip(owner, { title: 'Kyoto' });
  return { owner, trip, ticket: await ticketFor(owner, trip) };
}

/** Opens the socket of a trip with nothing but a ticket. */
function open(trip: string, ticket: string, query: Readonly<Record<string, string>> = {}): Promise<DocumentClient> {
  return DocumentClient.open(null, trip, { query: { ticket, ...query } });
}

/** Exchanges over HTTP with nothing but a ticket. */
async function sync(trip: string, ticket: string, update: Uint8Array = new Uint8Array()): Promise<Response> {
  const headers = { authorization: `Ticket ${ticket}`, 'content-type': 'application/octet-stream' };
  const body = encodeSyncRequest({ stateVector: Uint8Array.of(0), update });
  return exports.default.fetch(`${base}${trip}/sync`, { method: 'POST', headers, body });
}

const noValidToken = [4401, 'no valid token'];

async function ticketRows(trip: string): Promise<string> {
  return inStorage(trip, ({ sql }) => JSON.stringify(sql.exec('SELECT * FROM tickets').toArray()));
}

describe('a ticket', () => {
  it('[T1] is answered with its end, and nothing stores the answer', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    const { status, headers, body } = await owner.call('POST', '/v1/tickets', { document: trip.slice('/v1/'.length) });
    expect(status).toBe(201);
    expect(body).toEqual({
      ticket: expect.stringMatching(/^tkt_[A-Za-z0-9_-]{43}$/),
      expires_at: new Date(Date.now() + limits.ticketMs).toISOString(),
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('[T1] is kept by the document, as a digest', async () => {
    const { owner, trip, ticket } = await tripAndTicket();
    const rows = await ticketRows(trip);
    expect(rows).toContain(owner.id);
    expect(rows).not.toContain(ticket.slice('tkt_'.length));
  });

  it.each(['query', 'header'])('[T2][T3] opens a socket once: in the %s', async (place) => {
    const { owner, trip, ticket } = await tripAndTicket();
    const attempt = async () => {
      if (place === 'query') return open(trip, ticket);
      const headers = { upgrade: 'websocket', authorization: `Ticket ${ticket}` };
      const { webSocket } = await exports.default.fetch(`${base}${trip}?sdk=1`, { headers });
      if (!webSocket) throw new Error('no upgrade');
      return DocumentClient.over(webSocket);
    };
    const client = await attempt();
    await client.sync();
    expect(client.of('session')[0]?.message).toMatchObject({ person: { id: owner.id }, role: 'owner' });
    expect(client.doc.getText('title').toString()).toBe('Kyoto');
    expect(await (await attempt()).closed).toEqual(noValidToken);
    client.close();
  });

  it('[T2] leaves the socket as it would be with the token', async () => {
    const { trip, ticket } = await tripAndTicket();
    const client = await open(trip, ticket, { invisible: '1' });
    await client.edit((doc) => doc.getText('title').insert(0, 'To '));
    client.announce({ cursor: 1 });
    await client.sync();
    expect(client.present.size).toBe(0);
    await sleep(trip);
    await client.edit((doc) => doc.getText('title').insert(8, '!'));
    const attachments = await inStorage(trip, ({ sql }) => sql.exec('SELECT count(*) AS count FROM tickets').one());
    expect(attachments).toEqual({ count: 0 });
    client.close();
  });

  it('[T2][T3] may be the first frame, and renew later', async () => {
    const { owner, trip, ticket } = await tripAndTicket();
    const client = await DocumentClient.open(null, trip);
    client.send({ type: 'token', token: ticket });
    await client.sync();
    client.send({ type: 'token', token: await ticketFor(owner, trip) });
    await client.until(() => client.of('session').length === 2);
    client.send({ type: 'token', token: ticket });
    expect(await client.closed).toEqual(noValidToken);
  });

  it('[T2][T3] stands in a sync over HTTP, once', async () => {
    const { owner, trip, ticket } = await tripAndTicket();
    const doc = new Y.Doc();
    doc.getText('description').insert(0, 'by ticket');
    const answer = await sync(trip, ticket, Y.encodeStateAsUpdate(doc));
    expect(answer.status).toBe(200);
    Y.applyUpdate(doc, decodeSyncAnswer(new Uint8Array(await answer.arrayBuffer())).update);
    expect(doc.getText('title').toString()).toBe('Kyoto');
    expect((await owner.call('GET', trip)).body.description).toBe('by ticket');
    const again = await sync(trip, ticket);
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([401, 'unauthenticated']);
  });

  it('[T3] that two show at once lets one of them in', async () => {
    const { trip, ticket } = await tripAndTicket();
    const answers = await Promise.all(Array.from({ length: 5 }, () => sync(trip, ticket)));
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
  });

  it('[T3] is found again after a restart when it is unused, and not when it is used', async () => {
    const { owner, trip, ticket: used } = await tripAndTicket();
    const unused = await ticketFor(owner, trip);
    expect((await sync(trip, used)).status).toBe(200);
    await abortAllDurableObjects();
    expect((await sync(trip, used)).status).toBe(401);
    await sleep(trip);
    expect((await sync(trip, unused)).status).toBe(200);
  });

  it('[T4] ends after its time', async () => {
    const { owner, trip, ticket } = await tripAndTicket();
    const other = await ticketFor(owner, trip);
    passTime(limits.ticketMs - 1);
    expect((await sync(trip, other)).status).toBe(200);
    passTime(1);
    expect((await sync(trip, ticket)).status).toBe(401);
    expect(await (await open(trip, ticket)).closed).toEqual(noValidToken);
  });

  it('[T4] does not outlive its token, and neither does its session', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    const exp = Math.floor(Date.now() / 1000) + 10;
    const brief = await newCaller('Brief', { sub: owner.id, exp });
    const { body } = await brief.call('POST', '/v1/tickets', { document: trip.slice('/v1/'.length) });
    expect(body.expires_at).toBe(new Date(exp * 1000).toISOString());
    const client = await open(trip, body.ticket as string);
    await client.sync();
    expect(client.of('session')[0]?.message.expiresAtMs).toBe(exp * 1000);
    client.close();
  });

  it('[T5] opens no other document', async () => {
    const { owner, ticket, trip } = await tripAndTicket();
    const other = await newTrip(owner);
    expect(await (await open(other, ticket)).closed).toEqual(noValidToken);
    expect((await sync(other, ticket)).status).toBe(401);
    // Who tries it elsewhere does not spend it here.
    expect((await sync(trip, ticket)).status).toBe(200);
  });

  it.each([`tkt_${'x'.repeat(43)}`, 'tkt_short', '', 'x'])('[T5] that was never issued opens nothing: "%s"', async (ticket) => {
    const { owner, trip } = await tripAndTicket();
    expect(await (await open(trip, ticket)).closed).toEqual(noValidToken);
    // A token beside it does not help.
    expect(await (await open(trip, ticket, { token: owner.token })).closed).toEqual(noValidToken);
    expect((await sync(trip, ticket)).status).toBe(401);
  });

  it('[T6] gives the role that its person has when it is used', async () => {
    const { owner, trip } = await tripAndTicket();
    const ben = await newCaller('Ben');
    await owner.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor' });
    const [first, second] = [await ticketFor(ben, trip), await ticketFor(ben, trip)];
    await owner.call('PUT', `${trip}/members/${ben.id}`, { role: 'viewer' });
    const client = await open(trip, first);
    await client.sync();
    expect(client.of('session')[0]?.message.role).toBe('viewer');
    client.close();
    await owner.call('DELETE', `${trip}/members/${ben.id}`);
    expect(await (await open(trip, second)).closed).toEqual([4403, 'not a member']);
  });

  it('[T6] has the scopes of its token', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    const reader = await newCaller('Reader', { sub: owner.id, scope: 'trips:read' });
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'x');
    const answer = await sync(trip, await ticketFor(reader, trip), Y.encodeStateAsUpdate(doc));
    expect(answer.status).toBe(403);
  });

  it('[T7] is removed when it was not used, and sets no alarm', async () => {
    const { owner, trip } = await tripAndTicket();
    await ticketFor(owner, trip);
    const alarm = await inStorage(trip, (storage) => storage.getAlarm());
    passTime(limits.ticketMs);
    await ticketFor(owner, trip);
    expect(JSON.parse(await ticketRows(trip))).toHaveLength(1);
    expect(await inStorage(trip, (storage) => storage.getAlarm())).toBe(alarm);
  });

  it('[T7] ends with its document', async () => {
    const { owner, trip, ticket } = await tripAndTicket();
    await owner.call('DELETE', trip);
    expect(await (await open(trip, ticket)).closed).toEqual([4404, 'document deleted']);
    expect((await sync(trip, ticket)).status).toBe(401);
    expect(await ticketRows(trip)).toBe('[]');
  });

  it('[T1] stands in no line of the log, whether it lets in or not', async () => {
    const methods = ['debug', 'info', 'log', 'warn', 'error'] as const;
    const spies = methods.map((method) => vi.spyOn(console, method).mockImplementation(() => {}));
    const { owner, trip, ticket } = await tripAndTicket();
    const client = await open(trip, ticket);
    await client.sync();
    await (await open(trip, ticket)).closed;
    await sync(trip, ticket);
    client.send({ type: 'token', token: await ticketFor(owner, trip) });
    await client.until(() => client.of('session').length === 2);
    const lines = JSON.stringify(spies.flatMap((spy) => spy.mock.calls));
    expect(lines).toContain('upgrade');
    expect(lines).toContain(trip);
    expect(lines).not.toContain('tkt_');
    client.close();
  });

  it('[T1] is for nobody who may not read', async () => {
    const { trip } = await tripAndTicket();
    const ask = async (token: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ document: trip.slice('/v1/'.length) });
      return (await exports.default.fetch(`${base}/v1/tickets`, { method: 'POST', headers, body })).status;
    };
    expect(await ask(await tokenFor({ sub: 'stranger' }))).toBe(404);
    expect(await ask(await tokenFor({ sub: 'admin', role: 'admin', scope: 'openid' }))).toBe(404);
    expect(await ask('garbage')).toBe(401);
  });
});
