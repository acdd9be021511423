import { describe, expect, it } from 'vitest';
import { fieldChanges } from '../../../../../web/app/event/history/field-changes';
import { historyFields } from '../../../../../web/app/event/touched-fields';
import type { EventView } from '../../../../../web/sdk/events';

const aoi = { user_id: 'aoi', name: 'Aoi', email: null, response_status: 'NEEDS_ACTION', optional: null } as const;

const event = {
  title: 'Lunch',
  location: null,
  description: [],
  start_time: '2027-05-01T03:00:00Z',
  end_time: '2027-05-01T04:00:00Z',
  time_zone: 'Asia/Tokyo',
  all_day: null,
  status: 'tentative',
  visibility: null,
  color: null,
  recurrence: null,
  exceptions: {},
  attendees: [aoi],
  tags: ['food'],
  reminders: [{ id: 'r1', method: 'in_app', minutes_before: 10 }],
  attachments: [],
  extensions: null,
} as unknown as EventView;

/** What differs when some fields are others. */
const changed = (change: Partial<EventView>, fields: Parameters<typeof fieldChanges>[2] = historyFields) =>
  fieldChanges(event, { ...event, ...change }, fields).map(({ path, before, after }) => [path, before, after]);

describe('the values that a step changed', () => {
  it('are none where nothing differs', () => {
    expect(changed({})).toEqual([]);
  });

  it.each<[string, Partial<EventView>, unknown[]]>([
    ['a text', { title: 'Dinner' }, ['/title', 'Lunch', 'Dinner']],
    ['a field that was not set', { location: 'Gion' }, ['/location', null, 'Gion']],
    [
      'times, as one',
      { end_time: '2027-05-01T05:00:00Z' },
      [
        '/when',
        { start_time: '2027-05-01T03:00:00Z', end_time: '2027-05-01T04:00:00Z', all_day: false },
        { start_time: '2027-05-01T03:00:00Z', end_time: '2027-05-01T05:00:00Z', all_day: false },
      ],
    ],
    ['a zone', { time_zone: 'UTC' }, ['/time_zone', 'Asia/Tokyo', 'UTC']],
    ['a tag', { tags: ['food', 'fun'] }, ['/tags/fun', null, 'fun']],
    [
      'an answer',
      { attendees: [{ ...aoi, response_status: 'ACCEPTED' }] },
      ['/attendees/@aoi', aoi, { ...aoi, response_status: 'ACCEPTED' }],
    ],
    ['somebody who went', { attendees: [] }, ['/attendees/@aoi', aoi, null]],
    ['a reminder', { reminders: [] }, ['/reminders/@r1', { id: 'r1', method: 'in_app', minutes_before: 10 }, null]],
    [
      'an occurrence that is left out',
      { exceptions: { '2027-05-08T03:00:00Z': false } },
      ['/exceptions/2027-05-08T03:00:00Z', null, false],
    ],
  ])('are said of %s', (_, change, expected) => {
    expect(changed(change)).toEqual([expected]);
  });

  it('are those of the fields that it touched', () => {
    expect(changed({ title: 'Dinner', location: 'Gion' }, ['location'])).toEqual([['/location', null, 'Gion']]);
  });

  it('are not said of data that the app does not show', () => {
    expect(changed({ extensions: { a: 1 } })).toEqual([]);
  });
});
