import { env } from 'cloudflare:workers';
import { writeProjection } from '../../src/db/projection';
import type { Projection } from '../../src/documents/api';
import type { EventView, eventSchema, ResponseStatus } from '../../src/documents/event';
import type { Role } from '../../src/protocol/roles';

type Listed = Pick<EventView, (typeof eventSchema.listed)[number]>;

/** What a test says of an event; the rest is nothing special. */
export type EventChanges = Partial<Omit<Projection, 'fields' | 'members'>> & {
  readonly fields?: Partial<Listed>;
  readonly members?: Readonly<Record<string, Role>>;
};

const ordinary: Listed = {
  title: 'Meeting',
  start_time: '2026-12-15T14:00:00Z',
  end_time: '2026-12-15T15:00:00Z',
  time_zone: null,
  all_day: null,
  location: null,
  status: 'confirmed',
  color: null,
  visibility: null,
  recurrence: null,
  exceptions: {},
  attendees: [],
  tags: [],
};

const frame = {
  sequence: 1,
  version: 1,
  created_at: '2026-11-01T00:00:00.000Z',
  updated_at: '2026-11-02T00:00:00.000Z',
  deleted_at: null,
  owner_id: '',
} as const;

function membersOf(roles: Readonly<Record<string, Role>>): Projection['members'] {
  return Object.entries(roles).map(([id, role]) => ({ id, role, name: id, color: '#000000', avatar: null }));
}

/** Ids of two people whom no other test knows. */
export function newPeople(): { readonly aoi: string; readonly ben: string } {
  const mark = crypto.randomUUID().slice(0, 8);
  return { aoi: `aoi-${mark}`, ben: `ben-${mark}` };
}

export function attendee(user_id: string, response_status: ResponseStatus = 'NEEDS_ACTION') {
  return { user_id, response_status, name: user_id, email: null, optional: null };
}

/** An event as its document tells it. */
export function eventOf(calendar_id: string, { fields, members = {}, ...changes }: EventChanges = {}): Projection {
  return {
    ...frame,
    id: crypto.randomUUID(),
    kind: 'event',
    calendar_id,
    fields: { ...ordinary, ...fields },
    members: membersOf(members),
    ...changes,
  };
}

/** Tells the lists of an event, and answers what was told. */
export async function listEvent(calendar: string, changes: EventChanges = {}): Promise<Projection> {
  const event = eventOf(calendar, changes);
  await writeProjection(env.DB, event);
  return event;
}

/** Tells the lists of a calendar with these members; the first owner is its owner. Answers its id. */
export async function listCalendar(members: Readonly<Record<string, Role>>, changes: Partial<Projection> = {}): Promise<string> {
  const id = crypto.randomUUID();
  const fields = { title: 'Calendar', color: null, time_zone: null };
  const owner_id = Object.keys(members).find((person) => members[person] === 'owner') ?? '';
  const calendar: Projection = {
    ...frame,
    id,
    kind: 'calendar',
    calendar_id: null,
    fields,
    members: membersOf(members),
    owner_id,
    ...changes,
  };
  await writeProjection(env.DB, calendar);
  return id;
}
