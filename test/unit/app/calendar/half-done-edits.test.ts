import { describe, expect, it } from 'vitest';
import { beforeEdit, type GridEdit } from '../../../../web/app/calendar/edits/grid-edit';
import { ProblemError } from '../../../../web/react';
import type { EventView } from '../../../../web/react/events';
import { offline, open, Server, Shelf } from './edit-server';
import { shownEvent } from './shown-events';

const locked = new ProblemError('locked', 423, 'Ben has it');
const full = new ProblemError('calendar-full', 409, 'There are too many events');
const times = { start_time: '2026-11-04T12:00:00Z', end_time: '2026-11-04T13:00:00Z', all_day: false };
const series: Partial<EventView> = {
  ...{ start_time: '2026-11-02T10:00:00Z', end_time: '2026-11-02T11:00:00Z', time_zone: 'UTC', all_day: false },
  ...{ title: 's', recurrence: 'FREQ=DAILY;COUNT=4', exceptions: {}, collaborators: [] },
};

const ending = ['change', 's', { recurrence: 'FREQ=DAILY;UNTIL=20261104T095959Z' }, 7];
const endingBack = ['change', 's', { recurrence: 'FREQ=DAILY;COUNT=4' }, null];

/** The third occurrence and all after it, two hours later. */
function following(): GridEdit {
  const shown = { original_start: '2026-11-04T10:00:00Z', is_recurring: true };
  const event = beforeEdit(shownEvent('s', '2026-11-04T10:00:00Z', shown));
  return { kind: 'times', event, scope: 'following', times, zone: 'UTC' };
}

/** A server that has the series and refuses what is told. */
function serverThat(refuses: Readonly<Record<string, ProblemError>>): Server {
  const server = new Server();
  server.problem = null;
  server.view = series;
  server.refuses = { ...refuses };
  return server;
}

describe('an edit that makes two series of one', () => {
  it('does nothing to a series that somebody has locked', async () => {
    const server = serverThat({ change: locked });
    const { held } = open(server);
    expect(await held.do(following())).toMatchObject({ kind: 'refused', error: { code: 'locked' } });
    expect(server.calls).toEqual([]);
    expect(held.shown()).toMatchObject({ edits: [], takenBack: 0 });
  });

  it('puts the series back when the second one is refused for good', async () => {
    const server = serverThat({ create: full });
    const { held, refusals } = open(server);
    expect(await held.do(following())).toMatchObject({ kind: 'refused', error: { code: 'calendar-full' } });
    await held.send();
    expect(server.calls).toMatchObject([ending, endingBack]);
    expect(held.shown()).toMatchObject({ edits: [], takenBack: 0 });
    expect(refusals).toEqual([]);
  });

  it('puts it back when it was done without a connection, also by a later page', async () => {
    const [server, shelf] = [serverThat({ create: full }), new Shelf()];
    server.problem = offline;
    const { held, refusals } = open(server, shelf);
    expect(await held.do(following())).toMatchObject({ kind: 'waiting' });
    server.problem = null;
    server.afterRefusal = () => {
      server.problem = offline;
    };
    await held.send();
    expect(refusals).toMatchObject([[{ kind: 'times' }, { code: 'calendar-full' }]]);
    expect(held.shown()).toMatchObject({ edits: [], takenBack: 1 });
    expect(server.calls).toMatchObject([ending]);
    const next = open(server, shelf);
    server.problem = null;
    await next.held.send();
    expect(server.calls).toMatchObject([ending, endingBack]);
    expect(shelf.kept).toEqual([]);
    // The first page hears of it, and sends nothing more.
    await held.send();
    expect(held.shown()).toMatchObject({ edits: [], takenBack: 0 });
    expect(server.calls).toHaveLength(2);
  });

  it('takes both back when a member is refused for good', async () => {
    const server = serverThat({ member: new ProblemError('too-many-members', 409, 'There are too many') });
    server.view = { ...series, owner_id: 'aoi', collaborators: [{ id: 'ben', name: 'Ben', role: 'editor', color: '#222222' }] };
    const { held } = open(server);
    await held.do(following());
    await held.send();
    expect(server.calls).toMatchObject([ending, ['create', 'edit 1', { title: 's' }], ['remove', 'made'], endingBack]);
  });

  it('waits with putting it back as long as somebody has the series locked', async () => {
    const server = serverThat({ create: full });
    const { held, refusals } = open(server);
    server.afterRefusal = () => {
      server.refuses = { change: locked };
    };
    await held.do(following());
    await held.send();
    expect(server.calls).toMatchObject([ending]);
    expect(held.shown()).toMatchObject({ edits: [], takenBack: 1 });
    server.refuses = {};
    await held.send();
    expect(server.calls).toMatchObject([ending, endingBack]);
    expect(refusals).toEqual([]);
  });

  it('is taken back as far as it was done by whoever made it', async () => {
    const server = serverThat({ create: offline });
    const { held } = open(server);
    const outcome = await held.do(following());
    if (outcome.kind !== 'waiting') throw new Error('it did not wait');
    server.refuses = {};
    await outcome.undo();
    expect(server.calls).toMatchObject([ending, endingBack]);
    expect(held.shown()).toMatchObject({ edits: [], takenBack: 0 });
  });
});
