import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api, DocumentApi } from '../../../../web/sdk';
import { EventApi } from '../../../../web/sdk/events';

let calls: { request: string; headers: Record<string, string>; body: unknown }[];
let answer: () => Response;
const api = new Api('https://x', 'secret');

beforeEach(() => {
  calls = [];
  answer = () => Response.json({});
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const request = `${init.method} ${decodeURIComponent(url.replace('https://x/v1', ''))}`;
    calls.push({ request, headers: init.headers as Record<string, string>, body: init.body });
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

const sent = () => calls.map(({ request, body }) => [request, typeof body === 'string' ? JSON.parse(body) : null]);

describe('events in the REST API', () => {
  const events = new EventApi(api);

  it('are created once, however often it is tried', async () => {
    await events.createEvent({ title: 'Kickoff', start_time: '2026-12-15', end_time: '2026-12-16', all_day: true }, 'key');
    expect(calls[0]).toMatchObject({ request: 'POST /events', headers: { 'idempotency-key': 'key' } });
  });

  it('are listed by time, in all calendars or in some', async () => {
    answer = () => Response.json({ events: [], next_cursor: null });
    const range = { from: '2026-12-01T00:00:00+09:00', to: '2027-01-01T00:00:00+09:00' };
    await events.listEvents(range);
    await events.listEvents({ ...range, calendars: ['a', 'b'], q: '会議', limit: 10 });
    expect(sent().map(([request]) => request)).toEqual([
      `GET /events?from=${range.from}&to=${range.to}`,
      `GET /events?from=${range.from}&to=${range.to}&q=会議&limit=10&calendar=a,b`,
    ]);
  });

  it('are found by words, from a moment on', async () => {
    answer = () => Response.json({ events: [], next_cursor: null, total: 0, ahead: 0 });
    const search = { q: '会議', from: '2026-12-01T00:00:00+09:00' };
    expect(await events.findEvents(search)).toMatchObject({ total: 0, ahead: 0 });
    await events.findEvents({ ...search, calendars: ['a', 'b'], limit: 10, cursor: 'next' });
    expect(sent().map(([request]) => request)).toEqual([
      `GET /events?q=会議&from=${search.from}`,
      `GET /events?q=会議&from=${search.from}&limit=10&cursor=next&calendar=a,b`,
    ]);
  });

  it('are restored after a deletion, as calendars are', async () => {
    answer = () => Response.json({ events: [], calendars: [], next_cursor: null });
    await events.listDeletedEvents();
    await events.listDeletedEvents('next');
    await events.restoreEvent('e1');
    expect(await events.listDeletedCalendars()).toEqual([]);
    await events.restoreCalendar('c1');
    expect(sent().map(([request]) => request)).toEqual([
      'GET /events?deleted=true',
      'GET /events?deleted=true&cursor=next',
      'POST /events/e1/restore',
      'GET /calendars?deleted=true',
      'POST /calendars/c1/restore',
    ]);
  });

  it('are followed from a token on', async () => {
    await events.syncEvents('c1');
    await events.syncEvents('c1', { sync_token: 't' });
    expect(sent().map(([request]) => request)).toEqual(['GET /events?calendar=c1', 'GET /events?calendar=c1&sync_token=t']);
  });

  it('are changed whatever their version, moved and answered', async () => {
    await events.changeEvent('e1', { location: null });
    await events.moveEvent('e1', 'c2');
    await events.respond('e1', 'DECLINED');
    expect(calls[0]?.headers).toMatchObject({ 'content-type': 'application/merge-patch+json', 'if-match': '*' });
    expect(sent()).toEqual([
      ['PATCH /events/e1', { location: null }],
      ['POST /events/e1/move', { calendar_id: 'c2' }],
      ['POST /events/e1/response', { response_status: 'DECLINED' }],
    ]);
  });

  it('[X4] are changed under a lock with its token, and without one show none', async () => {
    await events.changeEvent('e1', { location: 'Room 2' }, { lockToken: 7 });
    await events.changeEvent('e1', { location: 'Room 2' }, { lockToken: [7, 12] });
    await events.changeEvent('e1', { location: null });
    expect(calls.map(({ headers }) => headers['lock-token'])).toEqual(['7', '7,12', undefined]);
  });

  it('are changed as of a version, to merge with what others did since', async () => {
    await events.changeEvent('e1', { location: 'Room 2' }, { version: 4 });
    expect(sent()).toEqual([['PATCH /events/e1?base_version=4', { location: 'Room 2' }]]);
    expect(calls[0]?.headers).not.toHaveProperty('if-match');
  });

  it('go with their calendar only when that is said', async () => {
    answer = () => new Response(null, { status: 204 });
    await events.deleteCalendar('c1');
    await events.deleteCalendar('c1', { withEvents: true });
    expect(calls.map(({ request }) => request)).toEqual(['DELETE /calendars/c1', 'DELETE /calendars/c1?events=delete']);
  });

  it('go out as a file and come in as one', async () => {
    answer = () => new Response('BEGIN:VCALENDAR', { headers: { 'content-type': 'text/calendar' } });
    expect(await events.exportCalendar('c1')).toBe('BEGIN:VCALENDAR');
    const event = { uid: 'u', title: 'Kickoff', outcome: 'created', id: 'e1', detail: null };
    answer = () => Response.json({ events: [event], total: 251, next_offset: 250 });
    expect(await events.importEvents('c1', 'BEGIN:VCALENDAR')).toEqual({ events: [event], total: 251, next_offset: 250 });
    await events.importEvents('c1', 'BEGIN:VCALENDAR', 250);
    expect(calls.map(({ request }) => request).slice(1)).toEqual([
      'POST /calendars/c1/import',
      'POST /calendars/c1/import?offset=250',
    ]);
    expect(calls[1]).toMatchObject({ body: 'BEGIN:VCALENDAR', headers: { 'content-type': 'text/calendar' } });
  });

  it('are subscribed to at addresses, which have a label and an end', async () => {
    const feed = { id: 'f1', label: 'Phone', created_at: '2026-12-01T00:00:00.000Z' };
    answer = () => Response.json({ ...feed, url: 'https://x/v1/feeds/t.ics' }, { status: 201 });
    expect(await events.createFeed('c1', 'Phone', 'feed-1')).toEqual({ ...feed, url: 'https://x/v1/feeds/t.ics' });
    expect(calls[0]?.headers).toMatchObject({ 'idempotency-key': 'feed-1' });
    answer = () => Response.json({ feeds: [feed] });
    expect(await events.listFeeds('c1')).toEqual([feed]);
    answer = () => new Response(null, { status: 204 });
    await events.revokeFeed('c1', 'f1');
    expect(sent()).toEqual([
      ['POST /calendars/c1/feeds', { label: 'Phone' }],
      ['GET /calendars/c1/feeds', null],
      ['DELETE /calendars/c1/feeds/f1', null],
    ]);
  });

  it('are told as busy times only', async () => {
    answer = () => Response.json({ busy: [{ calendar_id: 'a', start: 's', end: 'e' }] });
    expect(await events.freeBusy({ from: 'f', to: 't', calendars: ['a', 'b'] })).toHaveLength(1);
    expect(sent()[0]?.[0]).toBe('GET /free-busy?from=f&to=t&calendar=a,b');
  });
});

describe('what documents of every kind have in the REST API', () => {
  it('[O25] sends the key under which a step is taken once', async () => {
    const document = new DocumentApi(api, 'event', 'd1');
    await document.undo('u1');
    await document.redo('r1');
    await document.undo();
    expect(calls.map(({ headers }) => headers['idempotency-key'])).toEqual(['u1', 'r1', undefined]);
  });

  it.each([
    ['trip', 'trips'],
    ['event', 'events'],
    ['calendar', 'calendars'],
  ] as const)('stands below a %s', async (kind, path) => {
    const document = new DocumentApi(api, kind, 'd1');
    await document.versions({ before: 7 });
    await document.restoreVersion(3);
    await document.revert({ person: 'ben', from: 3, to: 5 });
    await document.undo();
    await document.createInvite({ role: 'editor' }, 'invite-1');
    await document.resolveConflict('k', { choice: 'merged', value: 1 });
    await document.resolveConflict('k', { choice: 'mine' }, { lockToken: 7 });
    expect(sent()).toEqual([
      [`GET /${path}/d1/versions?before=7`, null],
      [`POST /${path}/d1/versions/3/restore`, null],
      [`POST /${path}/d1/revert`, { person: 'ben', from: 3, to: 5 }],
      [`POST /${path}/d1/undo`, null],
      [`POST /${path}/d1/invites`, { role: 'editor' }],
      [`POST /${path}/d1/conflicts/k`, { choice: 'merged', value: 1 }],
      [`POST /${path}/d1/conflicts/k`, { choice: 'mine' }],
    ]);
    expect(calls.flatMap(({ headers }) => headers['idempotency-key'] ?? [])).toEqual(['invite-1']);
    expect(calls.flatMap(({ headers }) => headers['lock-token'] ?? [])).toEqual(['7']);
  });

  it('[X3] has locks that are kept and given up with their token', async () => {
    const document = new DocumentApi(api, 'event', 'e1');
    const held = { lock: { id: 'l1', path: '/title', holder: { id: 'aoi', name: 'Aoi' }, expires_at: 1 }, token: 7 };
    answer = () => Response.json(held, { status: 201 });
    expect(await document.lock('/title')).toEqual(held);
    await document.renewLock(held);
    answer = () => new Response(null, { status: 204 });
    await document.unlock(held);
    await document.breakLock('l1');
    expect(sent()).toEqual([
      ['POST /events/e1/locks', { path: '/title' }],
      ['PUT /events/e1/locks/l1', { token: 7 }],
      ['DELETE /events/e1/locks/l1?token=7', null],
      ['DELETE /events/e1/locks/l1', null],
    ]);
  });
});
