import { dayMs } from '../recurrence/calendar-days';
import { instantOf, wallTime } from '../recurrence/wall-time';
import { FileFault } from './fault';
import type { JcalProperty } from './jcal';
import type { ReadZone } from './read-zone';

/** A time of a file: a day, or a moment with the zone that it was written in (null: UTC). */
export type FileTime =
  | { readonly isDay: true; readonly ms: number; readonly zone: null }
  | { readonly isDay: false; readonly ms: number; readonly zone: string | null };

/** What is needed to understand the times of a file. */
export interface TimeReading {
  readonly zoneOf: ReadZone;
  /** The zone of times that name none and are not in UTC. */
  readonly floatingZone: string | null;
}

/** @throws FileFault for what is no time, and for a zone that nobody knows. */
export function readTimes([name, parameters, , ...values]: JcalProperty, reading: TimeReading): readonly FileTime[] {
  return values.map((value) => readTime(name, String(value), parameters.tzid, reading));
}

function readTime(name: string, value: string, tzid: string | undefined, { zoneOf, floatingZone }: TimeReading): FileTime {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(value);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/.test(value);
  // A leap second is the second before it.
  const utc = Date.parse(isDay ? value : `${value.slice(0, 19).replace(/:60$/, ':59')}Z`);
  if (!(isDay || isTime) || Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== value.slice(0, 10)) {
    throw new FileFault(`${name.toUpperCase()} is not a time: ${value.slice(0, 40)}`);
  }
  if (isDay) return { isDay: true, ms: utc, zone: null };
  if (value.endsWith('Z')) return { isDay: false, ms: utc, zone: null };
  const zone = tzid === undefined ? floatingZone : zoneOf(tzid);
  if (tzid !== undefined && zone === null) throw new FileFault(`The time zone “${tzid.slice(0, 80)}” is not known.`);
  return { isDay: false, ms: instantOf(zone, utc), zone };
}

const durationPattern = /^([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/;

/** A duration of RFC 5545: days, which a change of the clock makes longer or shorter, and exact time behind them. */
export interface FileDuration {
  readonly days: number;
  readonly ms: number;
}

/** @returns null for what is no duration. */
export function readDuration(value: string): FileDuration | null {
  const [whole, sign, ...parts] = durationPattern.exec(value) ?? [];
  if (whole === undefined || parts.every((part) => part === undefined)) return null;
  const [weeks, days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const factor = sign === '-' ? -1 : 1;
  return { days: factor * (weeks * 7 + days), ms: factor * ((hours * 60 + minutes) * 60 + seconds) * 1000 };
}

/** When something that takes so long is over. */
export function endAfter({ ms, zone }: FileTime, duration: FileDuration): number {
  if (duration.days === 0) return ms + duration.ms;
  return instantOf(zone, wallTime(zone, ms) + duration.days * dayMs) + duration.ms;
}
