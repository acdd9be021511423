import { describe, expect, it } from 'vitest';
import type { Projection } from '../../../../src/documents/api';
import { eventFactsOf, summaryFor } from '../../../../src/documents/event-summaries';
import { eventRoleOf, strongestOf } from '../../../../src/protocol/event-roles';
import { fieldLimits } from '../../../../src/protocol/limits';

const told: Projection = {
  id: 'event',
  kind: 'event',
  calendar_id: 'calendar',
  sequence: 1,
  version: 3,
  fields: {},
  created_at: '2026-11-01T00:00:00.000Z',
  updated_at: '2026-11-02T00:00:00.000Z',
  deleted_at: null,
  owner_id: 'aoi',
  members: [],
};

describe('[Ca2] what somebody is in an event', () => {
  it.each([
    [null, null, false, null, null],
    ['viewer', null, false, 'viewer', 'viewer'],
    [null, 'owner', false, 'owner', 'owner'],
    [null, 'editor', false, 'editor', 'editor'],
    [null, 'commenter', false, 'commenter', null],
    [null, 'viewer', false, 'viewer', null],
    [null, 'viewer', true, 'viewer', 'viewer'],
    [null, 'commenter', true, 'commenter', 'viewer'],
    ['viewer', 'editor', false, 'editor', 'editor'],
    ['owner', 'viewer', true, 'owner', 'owner'],
    [null, null, true, 'viewer', 'viewer'],
  ] as const)(
    '%s of itself, %s of its calendar, invited: %s → %s; in a private one %s',
    (own, calendar, isAttendee, role, inPrivate) => {
      const standing = { own, calendar, isAttendee };
      expect([eventRoleOf(standing, false), eventRoleOf(standing, true)]).toEqual([role, inPrivate]);
    },
  );

  it('is the strongest role, wherever it stands', () => {
    expect(strongestOf()).toBeNull();
    expect(strongestOf('viewer', null, 'owner', 'editor')).toBe('owner');
  });
});

describe('what lists know of an event', () => {
  it('is complete, whatever its document has left', () => {
    expect(eventFactsOf(told)).toEqual({
      id: 'event',
      calendar_id: 'calendar',
      title: '',
      start_time: null,
      end_time: null,
      time_zone: null,
      all_day: false,
      location: null,
      status: 'tentative',
      color: null,
      visibility: null,
      recurrence: null,
      exceptions: {},
      attendees: [],
      attendee_count: 0,
      tags: [],
      version: 3,
      updated_at: '2026-11-02T00:00:00.000Z',
    });
  });

  it('has the first twenty attendees, without their addresses', () => {
    const attendees = Array.from({ length: 25 }, (_, i) => ({
      user_id: `p${i}`,
      name: null,
      email: `p${i}@example.com`,
      response_status: 'NEEDS_ACTION',
      optional: true,
    }));
    const facts = eventFactsOf({ ...told, fields: { attendees } });
    expect([facts.attendees.length, facts.attendee_count]).toEqual([20, 25]);
    expect(facts.attendees[19]).toEqual({ user_id: 'p19', name: null, response_status: 'NEEDS_ACTION' });
  });

  it('[V7] has the beginning of a title, and no half of a character', () => {
    const { maxListedTitleChars } = fieldLimits;
    const titleOf = (title: string): string => eventFactsOf({ ...told, fields: { title } }).title;
    expect(titleOf('x'.repeat(1_000_000))).toBe('x'.repeat(maxListedTitleChars));
    expect(titleOf('🗓'.repeat(maxListedTitleChars))).toBe('🗓'.repeat(maxListedTitleChars / 2));
    expect(titleOf(`x${'🗓'.repeat(maxListedTitleChars)}`)).toBe(`x${'🗓'.repeat(maxListedTitleChars / 2 - 1)}`);
  });

  it('[V7] has the times of exceptions, and the words as long as they are not too many', () => {
    const exceptions = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, day) => [
          `2026-12-15T14:00:${String(day).padStart(2, '0')}Z`,
          { title: 'Long', description: 'x'.repeat(5_000), status: 'cancelled', start_time: '2026-12-15T15:00:00Z' },
        ]),
      );
    const listed = (count: number) => eventFactsOf({ ...told, fields: { exceptions: exceptions(count) } }).exceptions;
    expect(listed(20)).toEqual(exceptions(20));
    expect(Object.values(listed(40))).toEqual(Array(40).fill({ status: 'cancelled', start_time: '2026-12-15T15:00:00Z' }));
  });

  it('[Ca9] is not all told of a private event', () => {
    const exceptions = {
      '2026-12-01': { title: 'secret', description: 'secret', location: 'secret', start_time: '2026-12-02' },
      '2026-12-08': false,
    };
    const facts = eventFactsOf({ ...told, fields: { title: 'secret', visibility: 'private', exceptions } });
    const summary = summaryFor(facts, { own: null, calendar: 'viewer', isAttendee: false }, null);
    expect(summary).toMatchObject({
      title: '',
      role: 'viewer',
      busy_only: true,
      exceptions: { '2026-12-01': { start_time: '2026-12-02' }, '2026-12-08': false },
    });
    expect(JSON.stringify(summary)).not.toContain('secret');
    expect(summaryFor(facts, { own: null, calendar: null, isAttendee: false }, null)).toBeNull();
  });
});
