import type { Attendee } from '../documents/event';
import { plainText } from './jcal';

/** How a file names people without a mail address. */
export const personAddress = 'urn:x-triptrip:person:';

/** How a file names guests whose address it leaves out. */
const hiddenAddress = 'urn:x-triptrip:guest:';

/** How a file names somebody who is invited, or whose event it is. */
export function addressOf(userId: string, email: string | null): string {
  if (email !== null && email !== '') return `mailto:${plainText(email).replaceAll('\n', '')}`;
  const isAddress = userId.startsWith('mailto:') || isHidden(userId);
  return isAddress ? plainText(userId).replaceAll('\n', '') : `${personAddress}${encodeURIComponent(userId.toWellFormed())}`;
}

/** Whether an address stands for one that was left out. */
export function isHidden(address: string): boolean {
  return address.startsWith(hiddenAddress);
}

/** Guests without their mail addresses, for readers of whom nobody knows who they are (PROTOCOL.md Ic5). */
export function withoutAddresses(guests: readonly Attendee[]): readonly Attendee[] {
  return guests.map((guest, index) => ({ ...guest, ...withoutAddress(guest, index + 1), email: null }));
}

/**
 * Somebody without their mail address, which other programs also take for a name, and providers of identities for an id.
 * @param number tells them from others of the same event.
 */
export function withoutAddress<Person extends Pick<Attendee, 'user_id' | 'name'>>(person: Person, number: number): Person {
  const { user_id, name } = person;
  return {
    ...person,
    user_id: user_id.includes('@') ? `${hiddenAddress}${number}` : user_id,
    name: name?.includes('@') === true ? null : name,
  };
}
