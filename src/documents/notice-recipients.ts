import type { DocumentState } from './document-state';
import type { EventView } from './event';
import { isOverAt } from './event-times';
import type { NoticeRow } from './notice-store';
import { ownerIdOf } from './owner';
import type { Sessions } from './sessions';

/** What has to be known of a document to say whom a notice is for. */
export interface NoticeScene {
  readonly state: DocumentState;
  readonly sessions: Sessions;
  readonly nowMs: number;
  /** The content of an event. Asked only for what is told of events. */
  readonly event: () => EventView;
}

/** Whom a notice is for, as things are now. */
export function recipientsOf(row: NoticeRow, scene: NoticeScene): readonly string[] {
  const { kind, by, to } = row;
  const { state } = scene;
  const members = state.members();
  const isDeleted = state.existing().deletedAtMs !== null;
  switch (kind) {
    case 'gone':
      // Who was added again, or whose document was restored, has it.
      return (to ?? []).filter((person) => isDeleted || !audienceOf(state).has(person));
    case 'deleted':
      return isDeleted ? (to ?? []) : [];
    case 'removed':
      return (to ?? []).filter((person) => !members.has(person));
    case 'invited':
    case 'role-changed':
      return isDeleted ? [] : (to ?? []).filter((person) => members.has(person));
    case 'updated': {
      if (isDeleted) return [];
      const audience = audienceOf(state);
      // When several had a part in it, each of them has missed the others'.
      return (to ?? [...audience]).filter((person) => audience.has(person) && !(by.length === 1 && by.includes(person)));
    }
    case 'items-changed':
      if (isDeleted) return [];
      return (to ?? [...members.keys()]).filter((person) => members.has(person) && isElsewhere(person, row, scene));
    default:
      return guestsOf(row, scene, isDeleted);
  }
}

/** Whom what happens to an event is for: those who are invited, and of its end its other members too. */
function guestsOf(row: NoticeRow, scene: NoticeScene, isDeleted: boolean): readonly string[] {
  const { kind, by, to } = row;
  const event = scene.event();
  const coming = event.attendees.filter(({ response_status }) => response_status !== 'DECLINED').map(({ user_id }) => user_id);
  // Of one that is only cancelled they see that themselves.
  const concerned = kind === 'cancelled' && isDeleted ? [...coming, ...membersNotInvited(event, scene.state)] : coming;
  const guests = (to ?? concerned).filter((person) => concerned.includes(person) && !by.includes(person));
  const isOff = isDeleted || event.status === 'cancelled';
  if (kind !== 'reminder' && isOverAt(event, scene.nowMs)) return [];
  switch (kind) {
    case 'attendee-invited':
      return isOff ? [] : guests;
    case 'time-changed':
      return isOff ? [] : guests.filter((person) => isElsewhere(person, row, scene));
    case 'cancelled':
      return isOff ? guests : [];
    case 'reminder':
      return isOff ? [] : remindedOf(row, event, scene.state);
    default:
      return [];
  }
}

function membersNotInvited({ attendees }: EventView, state: DocumentState): readonly string[] {
  return [...state.members().keys()].filter((person) => !attendees.some(({ user_id }) => user_id === person));
}

/** The owner, unless they said that they do not come, and everybody who said that they do. */
function remindedOf({ to }: NoticeRow, { attendees }: EventView, state: DocumentState): readonly string[] {
  const owner = ownerIdOf([...state.members().values()], state.existing().ownerId);
  const answers = new Map(attendees.map(({ user_id, response_status }) => [user_id, response_status]));
  const accepted = attendees.filter(({ response_status }) => response_status === 'ACCEPTED').map(({ user_id }) => user_id);
  const people = new Set(answers.get(owner) === 'DECLINED' || owner === '' ? accepted : [owner, ...accepted]);
  return (to ?? [...people]).filter((person) => people.has(person));
}

/** Whether somebody neither did it nor has the document open, where they see it. */
function isElsewhere(person: string, { by }: NoticeRow, { sessions }: NoticeScene): boolean {
  return !by.includes(person) && sessions.ofPerson(person).length === 0;
}

/** Everybody who has the document in a list because of what they are in itself: members, and who is invited to an event. */
export function audienceOf(state: DocumentState): ReadonlySet<string> {
  return new Set([...state.members().keys(), ...(state.roll()?.attendees ?? [])]);
}
