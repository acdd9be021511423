import { eventRoleOf } from '../protocol/event-roles';
import type { Role } from '../protocol/roles';
import type { CalendarRoll } from './api';
import type { RollRow } from './calendar-stores';
import type { DocumentState } from './document-state';
import type { EventView } from './event';
import type { EnginePorts } from './ports';
import { contentOf } from './view';

/** What of an event says who may see it. */
type Audience = Pick<RollRow, 'isPrivate' | 'attendees'>;

/** Whether an edit of what is at a pointer may change who may see the event: not what somebody answered, for example. */
function concernsAudience(path: string): boolean {
  const [, field, element, key] = path.split('/');
  return field === 'visibility' || (field === 'attendees' && (element === undefined || key === undefined || key === 'user_id'));
}

/**
 * Who an event is open to besides its own members (PROTOCOL.md, Calendars): the members of its calendar, of whom it keeps a copy, and those
 * who are invited. Both stand in its storage, so nobody has to be asked when somebody comes.
 */
export class EventRoll {
  /** People who may be something else since the edits of this transaction. */
  #affected = new Set<string>();

  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'schema'>,
    private readonly state: DocumentState,
  ) {}

  /** An event is created. To be called in the transaction, after its content was stored. */
  begin({ sequence, members }: CalendarRoll): void {
    this.#put({ sequence, members, ...this.#audience(), left: [] });
  }

  /** Takes the members of the calendar. To be called in a transaction. Answers who may be something else now. */
  take({ sequence, members, deletedBy }: CalendarRoll): string[] {
    const former = this.#existing();
    this.#put({ ...former, sequence, members, isCalendarDeleted: deletedBy !== null });
    return changedPeople(former.members, members);
  }

  /** Takes the members of another calendar in place of those of `from`. To be called in a transaction. Answers as {@link take}. */
  move(from: string, { calendarId, sequence, members }: CalendarRoll): string[] {
    const former = this.#existing();
    const left = [...new Set([...former.left, from])].filter((calendar) => calendar !== calendarId);
    this.#put({ ...former, sequence, members, isCalendarDeleted: false, left });
    return changedPeople(former.members, members);
  }

  /** Calendars that it has left were told so. */
  told(left: readonly string[]): void {
    const roll = this.state.roll();
    if (roll === null || left.length === 0) return;
    this.ports.storage.transact(() => this.#put({ ...roll, left: roll.left.filter((calendar) => !left.includes(calendar)) }));
  }

  /** The event was edited. To be called in the transaction of the edit. */
  edited(touched: readonly string[]): void {
    const former = this.state.roll();
    if (former === null || !touched.some(concernsAudience)) return;
    const audience = this.#audience();
    this.#put({ ...former, ...audience });
    const changed = former.attendees.filter((person) => !audience.attendees.includes(person));
    const added = audience.attendees.filter((person) => !former.attendees.includes(person));
    const watchers = audience.isPrivate === former.isPrivate ? [] : former.members.map(({ id }) => id);
    for (const person of [...changed, ...added, ...watchers]) this.#affected.add(person);
  }

  /** Who may be something else since the last call. To be called when the transaction is over. */
  takeAffected(): readonly string[] {
    if (this.#affected.size === 0) return [];
    const people = [...this.#affected];
    this.#affected = new Set();
    return people;
  }

  /** Forgets what is in memory. */
  reset(): void {
    this.#affected = new Set();
  }

  #existing(): RollRow {
    const roll = this.state.roll();
    if (roll === null) throw new Error('the document is in no calendar');
    return roll;
  }

  #put(roll: RollRow): void {
    this.ports.storage.roll.put(roll);
    this.state.forgetRoll();
  }

  #audience(): Audience {
    const { visibility, attendees } = contentOf(this.state.live().doc, this.ports.schema) as unknown as EventView;
    return { isPrivate: visibility === 'private', attendees: attendees.map(({ user_id }) => user_id) };
  }
}

/** What somebody is in an event. */
export function roleByRoll({ members, isPrivate, attendees }: RollRow, person: string, own: Role | null): Role | null {
  const calendar = members.find(({ id }) => id === person)?.role ?? null;
  return eventRoleOf({ own, calendar, isAttendee: attendees.includes(person) }, isPrivate);
}

function changedPeople(former: RollRow['members'], members: RollRow['members']): string[] {
  const before = new Map(former.map(({ id, role }) => [id, role]));
  const after = new Map(members.map(({ id, role }) => [id, role]));
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
}
