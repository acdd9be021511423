import type { MemberRow } from './storage';

/**
 * Whose the document is: of its owners the one it was handed to, else the one who has been a member for longest.
 * Empty when it has no members any more.
 * @param named whom it was handed to last; undefined when it never was.
 */
export function ownerIdOf(members: readonly MemberRow[], named: string | undefined): string {
  const owners = members.filter(({ role }) => role === 'owner');
  return (owners.find(({ id }) => id === named) ?? owners[0])?.id ?? '';
}
