import type { Activity, CursorPosition, Presence, SelectionRange } from './presence';

/** What a window of somebody shares, as the SDK sets it; an editor binding may add keys of its own. */
export interface PresenceState extends Readonly<Record<string, unknown>> {
  readonly cursor?: CursorPosition | null;
  readonly selection?: SelectionRange | null;
  readonly typing?: { readonly field: string } | null;
  readonly activity?: Activity;
}

/** A person who has the document open; several windows of one person are one entry. */
export interface PresentPerson {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`, the same for everyone. */
  readonly color: string;
  readonly avatar: string | null;
  /** The most that they do in any of their windows. */
  readonly activity: Activity;
  /** The states their windows share, without the attested `user`. Said by a client: check before trusting a shape. */
  readonly states: readonly PresenceState[];
}

const activities: readonly Activity[] = ['editing', 'viewing', 'idle'];

/** The people behind the states of others, in a stable order: by name, then id. */
export function presentPeople(presence: Presence): PresentPerson[] {
  const people = new Map<string, User & { states: PresenceState[] }>();
  for (const [clientId, { user, ...state }] of presence.getStates()) {
    if (clientId === presence.clientID || !isAttested(user)) continue;
    const person = people.get(user.id);
    if (person === undefined) people.set(user.id, { ...user, states: [state] });
    else person.states.push(state);
  }
  return [...people.values()]
    .map((person) => ({ ...person, avatar: person.avatar ?? null, activity: activityOf(person.states) }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

interface User {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly avatar?: string | null;
}

/** A stock client says nothing about it: it is there, so it is viewing. */
function activityOf(states: readonly PresenceState[]): Activity {
  const said = states.map(({ activity }) => activity ?? 'viewing');
  return activities.find((activity) => said.includes(activity)) ?? 'viewing';
}

function isAttested(user: unknown): user is User {
  if (typeof user !== 'object' || user === null) return false;
  const { id, name, color } = user as Record<string, unknown>;
  return typeof id === 'string' && typeof name === 'string' && typeof color === 'string';
}
