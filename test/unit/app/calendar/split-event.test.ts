import { describe, expect, it } from 'vitest';
import type { EventView } from '../../../../src/documents/event';
import { eventSchema } from '../../../../src/documents/event';
import { emptyContent, frameView } from '../../../../src/documents/view';
import { type EventCall, planEdit } from '../../../../web/app/calendar/edits/edit-plan';
import { beforeEdit } from '../../../../web/app/calendar/edits/grid-edit';
import { shownEvent } from './shown-events';

const attachments = [{ id: 'l', url: 'https://maps.example', title: 'Map' }];

/** A daily series with everything that the server says of it. */
function seriesView(more: Partial<EventView>): EventView {
  const times = { start_time: '2026-11-02T10:00:00Z', end_time: '2026-11-02T11:00:00Z', recurrence: 'FREQ=DAILY;COUNT=4' };
  const meta = { id: 's', calendarId: 'c', createdAtMs: 0, ownerId: 'aoi' };
  const content = { ...emptyContent(eventSchema), ...times, ...more };
  return frameView(content, meta as Parameters<typeof frameView>[1], [], 7, 0) as unknown as EventView;
}

/** What makes of a series two, from its third occurrence on. */
async function split(view: EventView): Promise<readonly EventCall[]> {
  const third = shownEvent('s', '2026-11-04T10:00:00Z', { original_start: '2026-11-04T10:00:00Z', is_recurring: true });
  const times = { start_time: '2026-11-04T12:00:00Z', end_time: '2026-11-04T13:00:00Z', all_day: false };
  const edit = { kind: 'times', event: beforeEdit(third), scope: 'following', times, zone: 'UTC' } as const;
  return (await planEdit({ getEvent: async () => view }, edit, 'key')).calls;
}

function fieldsOfCreation(calls: readonly EventCall[]): Readonly<Record<string, unknown>> {
  const creation = calls.find(({ kind }) => kind === 'create');
  if (creation?.kind !== 'create') throw new Error('nothing is created');
  return { ...creation.fields };
}

describe('what an occurrence has of its own', () => {
  const shown = shownEvent('s', '2026-11-03T10:00:00Z', { original_start: '2026-11-03T10:00:00Z', is_recurring: true });
  const own = { '2026-11-03T10:00:00Z': { title: 'A' }, '2026-11-04T10:00:00Z': { title: 'B', location: 'Room 2' } };
  const plan = (scope: 'this' | 'all', date: string) => {
    const times = { start_time: `${date}T10:00:00Z`, end_time: `${date}T11:00:00Z`, all_day: false };
    const edit = { kind: 'times', event: beforeEdit(shown), scope, times, zone: 'UTC' } as const;
    return planEdit({ getEvent: async () => seriesView({ exceptions: own }) }, edit, 'key');
  };

  it('is its own when it moves to the start of another one, and back', async () => {
    const { calls, undo } = await plan('all', '2026-11-04');
    const next = { '2026-11-04T10:00:00Z': { title: 'A', location: null }, '2026-11-05T10:00:00Z': own['2026-11-04T10:00:00Z'] };
    expect(calls).toMatchObject([{ fields: { exceptions: { '2026-11-03T10:00:00Z': null, ...next } } }]);
    expect(undo).toMatchObject([{ fields: { exceptions: { ...own, '2026-11-05T10:00:00Z': null } } }]);
  });

  it('has no times any more when they are taken back', async () => {
    const { undo } = await plan('this', '2026-11-05');
    const exceptions = { '2026-11-03T10:00:00Z': { title: 'A', start_time: null, end_time: null } };
    expect(undo).toMatchObject([{ fields: { exceptions } }]);
  });
});

describe('the second half of a series', () => {
  it('has every field that an event has, and nothing that only the server says', async () => {
    const fields = fieldsOfCreation(await split(seriesView({})));
    expect(Object.keys(fields).sort()).toEqual([...Object.keys(eventSchema.fields), 'calendar_id'].sort());
  });

  it('has the attachments of the first one, and what other systems keep in it', async () => {
    const extensions = { booking: { code: 'X1' } };
    const fields = fieldsOfCreation(await split(seriesView({ attachments, extensions })));
    expect(fields).toMatchObject({ calendar_id: 'c', attachments, extensions, start_time: '2026-11-04T12:00:00Z' });
  });

  it('has the members of the first one', async () => {
    const member = { id: 'ben', name: 'Ben', role: 'editor' } as const;
    const calls = await split(seriesView({ collaborators: [] }));
    expect(calls.filter(({ kind }) => kind === 'member')).toEqual([]);
    const view: EventView = { ...seriesView({}), collaborators: [{ ...member, color: '#123456' }] };
    expect((await split(view)).filter(({ kind }) => kind === 'member')).toEqual([{ kind: 'member', id: 'key', member }]);
  });
});
