import { originalStartAt } from '../recurrence/series';
import { wallTime } from '../recurrence/wall-time';
import type { JcalProperty } from './jcal';

/** How the times of an event are written: as days, or as the wall time of a zone (null: in UTC). */
export interface TimeForm {
  readonly allDay: boolean;
  readonly zone: string | null;
}

/** Names of zones that need no definition in the file. */
export function isUtc(zone: string | null): boolean {
  return zone === null || /^(UTC|Etc\/UTC|GMT|Etc\/GMT)$/i.test(zone);
}

/** A property with times, all of one form. */
export function timesProperty(name: string, times: readonly number[], { allDay, zone }: TimeForm): JcalProperty {
  if (allDay) return [name, {}, 'date', ...times.map((ms) => originalStartAt(ms, true))];
  if (zone === null || isUtc(zone)) return [name, {}, 'date-time', ...times.map((ms) => originalStartAt(ms, false))];
  return [name, { tzid: zone }, 'date-time', ...times.map((ms) => writeWallTime(wallTime(zone, ms)))];
}

/** A wall time as jCal writes it: without a zone. */
export function writeWallTime(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19);
}
