import { isZone } from '../recurrence/is-zone';
import type { CalendarFile } from './components-of-file';
import { windowsZones } from './windows-zones';

/** The IANA name of a zone that a file calls `tzid`; null when it cannot be known. */
export type ReadZone = (tzid: string) => string | null;

/**
 * How a file names zones. Nothing is concluded from its definitions of them: ours are right to the day, theirs were right when the
 * file was written. Only where a definition says which zone it means, it is believed.
 */
export function zonesOfFile({ components }: CalendarFile): ReadZone {
  const locations = new Map(
    components
      .filter(({ name }) => name === 'VTIMEZONE')
      .flatMap(({ lines }) => {
        const [id, location] = ['TZID', 'X-LIC-LOCATION'].map((name) => lineValue(lines, name));
        return id === undefined || location === undefined ? [] : [[id, location] as const];
      }),
  );
  return (tzid) => [tzid, windowsZones[tzid], locations.get(tzid), suffixOf(tzid)].find(isKnown) ?? null;
}

function isKnown(name: string | undefined): name is string {
  return name !== undefined && isZone(name);
}

/** Some programs put a path of their own before the name: `/freeassociation.sourceforge.net/Europe/Berlin`. */
function suffixOf(tzid: string): string | undefined {
  return /^\/(?:[^/]+\/)*?([A-Z]\w+\/[\w+-]+(?:\/[\w+-]+)?)$/.exec(tzid)?.[1];
}

/** The value of the first line of a name, whatever its parameters. */
export function lineValue(lines: readonly string[], name: string): string | undefined {
  const start = new RegExp(`^${name}(?:;[^:]*)?:`, 'i');
  const line = lines.find((candidate) => start.test(candidate));
  return line?.replace(start, '').trim();
}
