import type { Activity, DocumentState, Member, PresentPerson, Role } from '../sdk';

/** What somebody does in a trip, as far as the others should know. */
export type ParticipantActivity = Activity | 'typing' | 'offline';

/** Somebody who belongs to a trip, or is in it now. */
export interface Participant {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`, the same for everyone. */
  readonly color: string;
  readonly avatar: string | null;
  /** Null while it is not known. */
  readonly role: Role | null;
  readonly activity: ParticipantActivity;
  readonly isSelf: boolean;
  /** The states their windows share; none for oneself and for who is offline. */
  readonly states: PresentPerson['states'];
}

/**
 * The people of a trip: oneself first, then who is here by name, then, when `absent` is wished for, the members who
 * are not.
 */
export function participantsOf(
  people: readonly PresentPerson[],
  { person, role, members }: Pick<DocumentState, 'person' | 'role' | 'members'>,
  { absent = false }: { readonly absent?: boolean } = {},
): Participant[] {
  const known = new Map(members?.map((member) => [member.id, member]));
  const others = people.filter(({ id }) => id !== person?.id);
  const here = others.map((other): Participant => {
    const typing = other.states.some((state) => typeof state.typing?.field === 'string');
    return { ...other, role: known.get(other.id)?.role ?? null, activity: typing ? 'typing' : other.activity, isSelf: false };
  });
  const present = new Set([person?.id, ...others.map(({ id }) => id)]);
  const away = absent ? (members ?? []).filter(({ id }) => !present.has(id)).map(offline) : [];
  if (person === null) return [...here, ...away];
  const avatar = known.get(person.id)?.avatar ?? null;
  return [{ ...person, avatar, role, activity: 'viewing', isSelf: true, states: [] }, ...here, ...away];
}

function offline(member: Member): Participant {
  return { ...member, activity: 'offline', isSelf: false, states: [] };
}
