import { describe, expect, it } from 'vitest';
import { beforeEdit, type GridEdit, shownEdit } from '../../../../web/app/calendar/edits/grid-edit';
import type { EditShelf } from '../../../../web/app/calendar/edits/held-edit';
import type { HeldEdits } from '../../../../web/app/calendar/edits/held-edits';
import type { ShownEvent } from '../../../../web/app/calendar/shown-event';
import { ProblemError } from '../../../../web/react';
import type { EventView } from '../../../../web/react/events';
import { offline, open, Server, Shelf } from './edit-server';
import { shownEvent } from './shown-events';

const start = '2026-11-02T10:00:00Z';
const later = { start_time: '2026-11-02T13:00:00Z', end_time: '2026-11-02T14:00:00Z', all_day: false };

function moved(event: ShownEvent, times = later): GridEdit {
  return { kind: 'times', event: beforeEdit(event), scope: 'all', times, zone: 'UTC' };
}

function created(key: string): GridEdit {
  const shown = shownEvent(key, start, { isNew: true });
  return { kind: 'create', shown, fields: { title: key, start_time: start, end_time: later.start_time } };
}

const shownBy = (held: HeldEdits, events: readonly ShownEvent[]) =>
  held.shown().edits.reduce<readonly ShownEvent[]>((now, edit) => shownEdit(edit)(now), events);

describe('what is done to events without a connection', () => {
  it('shows, is kept, and is sent by a later page as of the version that was seen', async () => {
    const [server, shelf] = [new Server(), new Shelf()];
    const event = shownEvent('a', start, { version: 3 });
    const { held } = open(server, shelf);
    expect(await held.do(moved(event))).toMatchObject({ kind: 'waiting' });
    expect(held.shown()).toMatchObject({ isWaiting: true, isKept: true });
    expect(shownBy(held, [event])).toMatchObject([later]);
    const next = open(server, shelf).held;
    await next.send();
    expect(next.shown()).toMatchObject({ isWaiting: true, edits: [{ event: { id: 'a' } }] });
    server.problem = null;
    await next.send();
    expect(server.calls).toEqual([['change', 'a', later, 3]]);
    expect(next.shown()).toMatchObject({ isWaiting: false, edits: [] });
    expect(shelf.kept).toEqual([]);
    // What another tab has sent is not sent again.
    await held.send();
    expect(server.calls).toHaveLength(1);
    expect(held.shown().edits).toEqual([]);
  });

  it('goes out in order: of a new event under the id that it has by then, and as of the version that the step before made', async () => {
    const server = new Server();
    const { held } = open(server);
    await held.do(created('key'));
    const [shown] = shownBy(held, []);
    if (shown === undefined) throw new Error('it is not shown');
    await held.do(moved(shown));
    await held.do({ kind: 'remove', event: beforeEdit(shown), scope: 'all' });
    server.problem = null;
    await held.send();
    expect(server.calls).toMatchObject([
      ['create', 'key', { title: 'key' }],
      ['change', 'made', later, 7],
      ['remove', 'made'],
    ]);
  });

  it('is dropped when it is taken back, and undone where it went out before', async () => {
    const server = new Server();
    const { held } = open(server);
    const first = await held.do(moved(shownEvent('a', start)));
    const second = await held.do(moved(shownEvent('b', start)));
    if (first.kind === 'refused' || second.kind === 'refused') throw new Error('it was refused');
    await first.undo();
    server.problem = null;
    await held.send();
    await second.undo();
    const before = { start_time: start, end_time: '2026-11-02T11:00:00.000Z', all_day: false };
    expect(server.calls).toEqual([
      ['change', 'b', later, 1],
      ['change', 'b', before, null],
    ]);
  });

  it('shows no more when the server refuses it, with the reason, and nothing of an event that could not be made', async () => {
    const server = new Server();
    const { held, refusals } = open(server);
    const event = shownEvent('a', start);
    await held.do(moved(event));
    await held.do(created('key'));
    await held.do(moved(shownEvent('key', start)));
    server.problem = new ProblemError('forbidden', 403, 'You may only look');
    await held.send();
    expect(refusals).toMatchObject([
      [{ kind: 'times' }, { code: 'forbidden' }],
      [{ kind: 'create' }, { code: 'forbidden' }],
    ]);
    expect(shownBy(held, [event])).toEqual([event]);
    expect(server.calls).toEqual([]);
  });

  it('keeps a new event that the server refuses, with the reason, until its author lets it go', async () => {
    const [server, shelf] = [new Server(), new Shelf()];
    const { held, retries } = open(server, shelf);
    await held.do(created('late'));
    server.problem = new ProblemError('forbidden', 403, 'You may only look');
    expect(await held.do(created('at once'))).toMatchObject({ kind: 'refused', error: { code: 'forbidden' } });
    await held.send();
    const next = open(server, shelf).held;
    server.problem = null;
    await next.send();
    expect(server.calls).toEqual([]);
    expect(retries).toHaveLength(1);
    for (const shown of [held.shown(), next.shown()]) {
      expect(shown.edits).toEqual([]);
      expect(shown.isWaiting).toBe(false);
      expect(shown.refused).toMatchObject([
        { id: 'late', edit: { fields: { title: 'late' } }, error: { code: 'forbidden', status: 403 } },
        { id: 'at once', edit: { fields: { title: 'at once' } } },
      ]);
    }
    next.dropRefused('late');
    await held.send();
    expect(held.shown().refused).toMatchObject([{ id: 'at once' }]);
    expect(shelf.kept).toMatchObject([{ id: 'at once' }]);
  });

  it('is tried again by itself, as long as somebody sees it', async () => {
    const server = new Server();
    const { held, retries, detach } = open(server);
    await held.do(moved(shownEvent('a', start)));
    server.problem = null;
    detach();
    retries.shift()?.();
    // Whatever it would have begun is over by then: there is nothing here that takes time.
    await new Promise((resolve) => setTimeout(resolve));
    expect(server.calls).toEqual([]);
    held.attach({ refresh: async () => undefined, refused: () => undefined });
    server.problem = offline;
    await held.send();
    server.problem = null;
    const [retry] = retries;
    retry?.();
    await held.send();
    expect(server.calls).toHaveLength(1);
  });

  it('is said to be held by the page alone where the device keeps nothing', async () => {
    const failing: EditShelf = { read: () => Promise.reject(new Error('no')), update: () => Promise.reject(new Error('no')) };
    for (const shelf of [null, failing]) {
      const { held } = open(new Server(), shelf);
      await held.do(moved(shownEvent('a', start)));
      expect(held.shown()).toMatchObject({ isKept: false, edits: [{ kind: 'times' }] });
    }
  });
});

describe('an edit of a series', () => {
  const occurrence = (day: number) =>
    shownEvent('s', `2026-11-0${day}T10:00:00.000Z`, { original_start: `2026-11-0${day}T10:00:00Z`, is_recurring: true });
  const series: Partial<EventView> = {
    collaborators: [],
    ...{ start_time: '2026-11-02T10:00:00Z', end_time: '2026-11-02T11:00:00Z', time_zone: 'UTC', all_day: false },
    ...{ title: 's', recurrence: 'FREQ=DAILY;COUNT=4', exceptions: {} },
  };
  const times = { start_time: '2026-11-04T12:00:00Z', end_time: '2026-11-04T13:00:00Z', all_day: false };

  it('of this and the following ones shows all of them, and is the same when an answer was lost', async () => {
    const server = new Server();
    server.view = series;
    const { held } = open(server);
    const events = [2, 3, 4, 5].map(occurrence);
    const [, , third = occurrence(4)] = events;
    await held.do({ kind: 'times', event: beforeEdit(third), scope: 'following', times, zone: 'UTC' });
    expect(shownBy(held, events).map(({ start_time }) => start_time.slice(8, 13))).toEqual(['02T10', '03T10', '04T12', '05T12']);
    server.problem = null;
    const { createEvent } = server.api;
    server.api.createEvent = async () => Promise.reject(offline);
    await held.send();
    server.api.createEvent = createEvent;
    // Somebody else shortened it meanwhile: what was decided stands.
    server.view = { ...series, recurrence: 'FREQ=DAILY;COUNT=3' };
    await held.send();
    expect(server.calls).toMatchObject([
      ['change', 's', { recurrence: 'FREQ=DAILY;UNTIL=20261104T095959Z' }, 7],
      ['create', 'edit 1', { title: 's', start_time: times.start_time, recurrence: 'FREQ=DAILY;COUNT=2' }],
    ]);
  });

  it('is gone on with where another tab has begun with it', async () => {
    const [server, shelf] = [new Server(), new Shelf()];
    server.view = series;
    const { held } = open(server, shelf);
    await held.do({ kind: 'times', event: beforeEdit(occurrence(4)), scope: 'following', times, zone: 'UTC' });
    server.problem = null;
    const { createEvent } = server.api;
    server.api.createEvent = async () => Promise.reject(offline);
    await open(server, shelf).held.send();
    server.api.createEvent = createEvent;
    await held.send();
    expect(server.calls).toMatchObject([
      ['change', 's', { recurrence: 'FREQ=DAILY;UNTIL=20261104T095959Z' }, 7],
      ['create', 'edit 1', { title: 's' }],
    ]);
  });

  it('takes the members into the new series under its own id; whoever made it owns it', async () => {
    const server = new Server();
    server.problem = null;
    const people = [
      { id: 'aoi', name: 'Aoi', role: 'owner' as const, color: '#111111' },
      { id: 'ben', name: 'Ben', role: 'editor' as const, color: '#222222' },
    ];
    server.view = { ...series, owner_id: 'ben', collaborators: people };
    const { held } = open(server);
    await held.do({ kind: 'times', event: beforeEdit(occurrence(4)), scope: 'following', times, zone: 'UTC' });
    expect(server.calls.filter(([kind]) => kind === 'member')).toEqual([['member', 'made', 'aoi', 'owner']]);
  });

  it('says that it could not put all of them on other days', async () => {
    const server = new Server();
    server.problem = null;
    server.view = { ...series, recurrence: 'FREQ=DAILY;BYMONTH=11' };
    const next = { ...times, start_time: '2026-11-05T10:00:00Z', end_time: '2026-11-05T11:00:00Z' };
    const edit = { kind: 'times', event: beforeEdit(occurrence(4)), scope: 'all', times: next, zone: 'UTC' } as const;
    expect(await open(server).held.do(edit)).toMatchObject({ kind: 'done', keepsDays: true });
  });

  it('of one is made as of the version that was seen', async () => {
    const server = new Server();
    server.problem = null;
    server.view = series;
    const { held } = open(server);
    const outcome = await held.do({ kind: 'remove', event: beforeEdit(occurrence(3)), scope: 'this' });
    if (outcome.kind !== 'done') throw new Error('it was not done');
    await outcome.undo();
    expect(server.calls).toEqual([
      ['change', 's', { exceptions: { '2026-11-03T10:00:00Z': false } }, 1],
      ['change', 's', { exceptions: { '2026-11-03T10:00:00Z': null } }, null],
    ]);
  });
});
