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

  it('go out as a file and come in as one', async () => {
    answer = () => new Response('BEGIN:VCALENDAR', { headers: { 'content-type': 'text/calendar' } });
    expect(await events.exportCalendar('c1')).toBe('BEGIN:VCALENDAR');
    answer = () => Response.json({ created: 1, updated: 0, skipped: [] });
    expect(await events.importEvents('c1', 'BEGIN:VCALENDAR')).toMatchObject({ created: 1 });
    expect(calls[1]).toMatchObject({ body: 'BEGIN:VCALENDAR', headers: { 'content-type': 'text/calendar' } });
  });

  it('are told as busy times only', async () => {
    answer = () => Response.json({ busy: [{ calendar_id: 'a', start: 's', end: 'e' }] });
    expect(await events.freeBusy({ from: 'f', to: 't', calendars: ['a', 'b'] })).toHaveLength(1);
    expect(sent()[0]?.[0]).toBe('GET /free-busy?from=f&to=t&calendar=a,b');
  });
});

describe('what documents of every kind have in the REST API', () => {
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
    await document.resolveConflict('k', { choice: 'merged', value: 1 });
    expect(sent()).toEqual([
      [`GET /${path}/d1/versions?before=7`, null],
      [`POST /${path}/d1/versions/3/restore`, null],
      [`POST /${path}/d1/revert`, { person: 'ben', from: 3, to: 5 }],
      [`POST /${path}/d1/undo`, null],
      [`POST /${path}/d1/conflicts/k`, { choice: 'merged', value: 1 }],
    ]);
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
