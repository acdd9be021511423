import type { OccurrenceOverride } from '../documents/event';
import { isZone } from '../recurrence/is-zone';
import { originalStartAt } from '../recurrence/series';
import { componentsOfFile, type FileComponent } from './components-of-file';
import { FileFault } from './fault';
import type { FileEvent } from './file-event';
import { originalKey, type ReadComponent, readEvent } from './read-event';
import type { TimeReading } from './read-times';
import { lineValue, zonesOfFile } from './read-zone';

/** An event of a file, whole, or why it cannot be taken over. */
export type FileEntry =
  | { readonly uid: string; readonly event: FileEvent; readonly fault?: never }
  | { readonly uid: string; readonly fault: string; readonly event?: never };

/**
 * Reads the events of a calendar file, in its order. A series comes with the occurrences of it that the file changes. What is wrong
 * with one event is said of it, and touches no other; of an event that is broken in any part nothing is taken over.
 * @param floatingZone the zone of times that name none, where the file does not say it.
 * @returns null for a text that is no calendar file.
 */
export function readCalendar(text: string, floatingZone: string | null): readonly FileEntry[] | null {
  const file = componentsOfFile(text);
  if (file === null) return null;
  const named = lineValue(file.lines, 'X-WR-TIMEZONE');
  const reading = { zoneOf: zonesOfFile(file), floatingZone: named !== undefined && isZone(named) ? named : floatingZone };
  const isCancelled = lineValue(file.lines, 'METHOD')?.toUpperCase() === 'CANCEL';
  const events = file.components.filter(({ name }) => name === 'VEVENT');
  const groups = Map.groupBy(
    events.map((component) => readPart(component, reading, isCancelled)),
    ({ uid }) => uid,
  );
  return [...groups].flatMap(([uid, parts]) => joined(uid, parts));
}

type Part = { readonly uid: string } & (
  | { readonly component: ReadComponent; readonly fault?: never }
  | { readonly fault: string; readonly component?: never }
);

function readPart(component: FileComponent, reading: TimeReading, isCancelled: boolean): Part {
  try {
    const read = readEvent(component, reading, isCancelled);
    return { uid: read.uid, component: read };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return { uid: lineValue(component.lines, 'UID') ?? '', fault: error.message };
  }
}

/** What the parts with one UID are together. */
function joined(uid: string, parts: readonly Part[]): readonly FileEntry[] {
  const fault = parts.find((part) => part.fault !== undefined)?.fault;
  if (fault !== undefined) return uid === '' ? parts.map((part) => ({ uid, fault: part.fault ?? fault })) : [{ uid, fault }];
  const components = parts.flatMap(({ component }) => component ?? []);
  const whole = newest(components.filter(({ recurrenceId }) => recurrenceId === null));
  const single = components.filter(({ recurrenceId }) => recurrenceId !== null);
  // Somebody who was asked to one occurrence only knows nothing of its series.
  if (whole === undefined) return single.map((one) => ({ uid: `${uid}#${one.recurrenceId?.ms}`, event: one.event }));
  if (single.some(({ start }) => start.isDay !== whole.start.isDay)) {
    return [{ uid, fault: 'An occurrence has a time and its series has days, or the other way round.' }];
  }
  const changes = single.map((one) => [keyOf(one, whole), changeOf(one, whole)] as const);
  return [{ uid, event: { ...whole.event, exceptions: { ...whole.event.exceptions, ...Object.fromEntries(changes) } } }];
}

/** Of two states of one event, the one that says that it is the later. */
function newest(components: readonly ReadComponent[]): ReadComponent | undefined {
  return components.reduce<ReadComponent | undefined>(
    (best, one) => (best === undefined || one.sequence >= best.sequence ? one : best),
    undefined,
  );
}

function keyOf({ recurrenceId, start }: ReadComponent, whole: ReadComponent): string {
  return originalKey(recurrenceId ?? start, whole.start);
}

/** What an occurrence has of its own: where it differs from its series. */
function changeOf(one: ReadComponent, whole: ReadComponent): OccurrenceOverride {
  const { event } = one;
  const durationMs = (whole.endMs ?? whole.start.ms) - whole.start.ms;
  const isMoved = originalStartAt(one.start.ms, whole.start.isDay) !== keyOf(one, whole);
  const isLonger = (one.endMs ?? one.start.ms) - one.start.ms !== durationMs;
  return {
    ...(isMoved && event.start_time !== null ? { start_time: event.start_time } : {}),
    ...((isMoved || isLonger) && event.end_time !== null ? { end_time: event.end_time } : {}),
    ...(event.title === whole.event.title ? {} : { title: event.title }),
    ...(event.location === whole.event.location ? {} : { location: event.location ?? '' }),
    ...(event.description === whole.event.description ? {} : { description: event.description }),
    ...(event.status === whole.event.status ? {} : { status: event.status }),
  };
}
