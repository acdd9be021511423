import { beforeAll, describe, expect, it } from 'vitest';
import { type Caller, codeOf, newCaller, newTrip } from '../support/workers-caller';
import { hubMessage, inboxApiOf } from '../support/workers-hub';
import { at, bring, listOf } from '../support/workers-inbox';

const hourMs = 60 * 60 * 1000;

/** What polls, and says something. */
const tab = crypto.randomUUID();

/** Everything that can be asked about a notification of somebody, and about their inbox. */
const reads = (id: string): readonly [string, string, unknown?][] => [
  ['GET', '/v1/inbox/notifications'],
  ['GET', at(id)],
  ['GET', at(id, '/trace')],
  ['GET', '/v1/inbox/unread-count'],
  ['GET', '/v1/inbox/devices'],
  ['GET', '/v1/inbox/preferences'],
  ['GET', '/v1/inbox/travels'],
  ['GET', '/v1/inbox/notification-types'],
  ['GET', '/v1/inbox/push-key'],
  ['GET', '/v1/inbox/subscriptions'],
  ['GET', '/v1/me/sessions'],
  ['GET', '/v1/realtime/events'],
  ['GET', '/v1/realtime/poll?wait=0'],
  ['GET', `/v1/realtime/poll?wait=0&client_id=${tab}`],
  ['POST', '/v1/realtime/messages', hubMessage(tab, 'presence:update', { status: 'idle' })],
];
const writes = (id: string): readonly [string, string, unknown?][] => [
  ['POST', at(id, '/read')],
  ['POST', at(id, '/unread')],
  ['POST', at(id, '/snooze'), { until: new Date(Date.now() + hourMs).toISOString() }],
  ['POST', at(id, '/actions/open')],
  ['POST', '/v1/inbox/notifications/read-all'],
  ['POST', '/v1/inbox/test', { channel: 'in_app' }],
  ['PUT', '/v1/inbox/devices/x', { kind: 'email', label: 'x', email: 'x@example.org' }],
  ['PUT', '/v1/inbox/devices/y', { kind: 'fcm', label: 'y', token: 't' }],
  ['POST', '/v1/inbox/devices/y/verify', { code: '1' }],
  ['POST', '/v1/inbox/devices/y/code'],
  ['DELETE', '/v1/inbox/devices/x'],
  ['POST', '/v1/inbox/sync', { state_vector: 'AA==', update: 'AAA=' }],
  ['POST', at(id, '/dismiss')],
];

const person = (claims: Readonly<Record<string, unknown>> = {}) => newCaller('Somebody', claims);

/** Somebody who never shows a token: each call brings a ticket of its own. */
async function withTickets(claims: Readonly<Record<string, unknown>> = {}): Promise<Caller> {
  const who = await person(claims);
  const ticketed: Caller['call'] = async (method, path, body) => {
    const issued = await who.call('POST', '/v1/tickets', { document: 'inbox' });
    return who.call(method, path, body, { authorization: `Ticket ${issued.body.ticket}` });
  };
  return { ...who, call: ticketed };
}

describe.each([
  ['their person', () => person(), true, true],
  ['their person with a token to read', () => person({ scope: 'inbox:read' }), true, false],
  ['their person with a token to write', () => person({ scope: 'inbox:write' }), true, true],
  ['their person with a token for trips', () => person({ scope: 'trips:write' }), false, false],
  ['[U3] their person with tickets', () => withTickets(), true, true],
  ['[U3] their person with tickets of a token to read', () => withTickets({ scope: 'inbox:read' }), true, false],
])('[M9] roles × routes: %s', (_, newPerson, mayRead, mayWrite) => {
  let who: Caller;
  let id: string;

  beforeAll(async () => {
    who = await newPerson();
    id = await bring(who);
  });

  it('reads', async () => {
    for (const [method, path, body] of reads(id)) {
      const { status } = await who.call(method, path, body);
      expect([path, status]).toEqual([path, mayRead ? 200 : 403]);
    }
  });

  it('writes', async () => {
    for (const [method, path, body] of writes(id)) {
      const { status } = await who.call(method, path, body);
      expect([path, status < 300 ? 'yes' : status]).toEqual([path, mayWrite ? 'yes' : 403]);
    }
  });
});

describe.each([
  ['another person', {}],
  ['an administrator', { role: 'admin' }],
  ['a service', { role: 'service' }],
])('[M9] the notifications of a person and %s', (_, claims) => {
  it('are apart', async () => {
    const aoi = await newCaller('Aoi');
    const other = await newCaller('Other', claims);
    const id = await bring(aoi);
    await aoi.call('PUT', '/v1/inbox/devices/x', { kind: 'email', label: 'x', email: 'aoi@example.org' });
    for (const [method, path, body] of [...reads(id), ...writes(id)].filter(([, where]) => where.includes(id))) {
      expect([path, codeOf(await other.call(method, path, body))]).toEqual([path, [404, 'not-found']]);
    }
    await other.call('POST', '/v1/inbox/notifications/read-all');
    await other.call('DELETE', '/v1/inbox/devices/x');
    expect(listOf(await other.call('GET', '/v1/inbox/notifications'))).toEqual([]);
    expect((await other.call('GET', '/v1/inbox/devices')).body).toEqual({ devices: [] });
    expect((await aoi.call('GET', at(id))).body).toMatchObject({ read_at: null, dismissed_at: null });
    expect((await aoi.call('GET', '/v1/inbox/devices')).body).toMatchObject({ devices: [{ id: 'x' }] });
  });

  it('the object refuses a caller who is not its person', async () => {
    const aoi = await newCaller('Aoi');
    await bring(aoi);
    const identity = { id: 'mallory', name: 'M', avatar: null, role: 'admin', scopes: null, expiresAtMs: null } as const;
    const inbox = inboxApiOf(aoi);
    expect(await inbox.notifications(identity, 'unreadCount')).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
  });
});

describe('[U3] a ticket at a call of an inbox', () => {
  const shown = (who: Caller, ticket: unknown) =>
    who.call('GET', '/v1/inbox/unread-count', undefined, { authorization: `Ticket ${ticket}` });

  it('is good once', async () => {
    const aoi = await person();
    const { ticket } = (await aoi.call('POST', '/v1/tickets', { document: 'inbox' })).body;
    expect((await shown(aoi, ticket)).status).toBe(200);
    expect(codeOf(await shown(aoi, ticket))).toEqual([401, 'unauthenticated']);
  });

  it('is none when it is of a document, or of an inbox where nobody ever was', async () => {
    const aoi = await person();
    const trip = (await newTrip(aoi)).slice('/v1/'.length);
    const { ticket } = (await aoi.call('POST', '/v1/tickets', { document: trip })).body;
    expect(codeOf(await shown(aoi, ticket))).toEqual([401, 'unauthenticated']);
    expect(codeOf(await shown(aoi, `tkt_${'x'.repeat(43)}.${btoa('nobody').replaceAll('=', '')}`))).toEqual([
      401,
      'unauthenticated',
    ]);
  });
});

describe('without a token', () => {
  it('nothing of an inbox is answered', async () => {
    const nobody: Caller = { ...(await newCaller('Nobody')), token: '' };
    const answer = await nobody.call('GET', '/v1/inbox/notifications', undefined, { authorization: 'Bearer nonsense' });
    expect(codeOf(answer)).toEqual([401, 'unauthenticated']);
  });
});
