import type { Member } from '../../react';
import type { Attendee } from '../../react/events';

/** Whom somebody means by what they typed: a member by name, or anybody by their address. Null: nobody. */
export function attendeeOf(
  typed: string,
  members: readonly Pick<Member, 'id' | 'name'>[],
): (Pick<Attendee, 'user_id'> & Partial<Attendee>) | null {
  const words = typed.trim();
  const member = members.find(
    ({ id, name }) => id === words || name.localeCompare(words, undefined, { sensitivity: 'base' }) === 0,
  );
  if (member !== undefined) return { user_id: member.id, name: member.name };
  const address = words.toLowerCase();
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? { user_id: address, email: address } : null;
}
