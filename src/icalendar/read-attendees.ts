import type { Attendee, ResponseStatus } from '../documents/event';
import { isHidden, personAddress } from './guest-addresses';
import { type JcalComponent, type JcalProperty, propertiesOf } from './jcal';

/**
 * Who is invited to an event of a file, each once. People that are known by an address only have it as their id. A file that
 * leaves addresses out does not say who is invited: nobody.
 */
export function readAttendees(jcal: JcalComponent): readonly Attendee[] {
  const properties = propertiesOf(jcal, 'attendee');
  if (properties.some(([, , , value]) => isHidden(String(value)))) return [];
  const attendees = properties.flatMap((property) => readAttendee(property) ?? []);
  return [...new Map(attendees.map((attendee) => [attendee.user_id, attendee])).values()];
}

function readAttendee([, parameters, , value]: JcalProperty): Attendee | null {
  const address = String(value).trim();
  const email = /^mailto:(.+)$/i.exec(address)?.[1]?.toLowerCase() ?? null;
  const person = address.startsWith(personAddress) ? decoded(address.slice(personAddress.length)) : null;
  const userId = email === null ? person : `mailto:${email}`;
  if (userId === null || userId === '') return null;
  return {
    user_id: userId,
    email,
    name: parameters.cn ?? null,
    response_status: responseOf(parameters.partstat),
    optional: parameters.role === undefined ? null : parameters.role.toUpperCase() === 'OPT-PARTICIPANT',
  };
}

function responseOf(partstat: string | undefined): ResponseStatus {
  switch (partstat?.toUpperCase()) {
    case 'ACCEPTED':
      return 'ACCEPTED';
    case 'DECLINED':
      return 'DECLINED';
    case 'TENTATIVE':
      return 'TENTATIVE';
    default:
      return 'NEEDS_ACTION';
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
