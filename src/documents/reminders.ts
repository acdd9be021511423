import { seriesOf } from '../recurrence/event-series';
import { nextOccurrence } from '../recurrence/next-occurrence';
import type { Occurrence, Series } from '../recurrence/series';
import type { DocumentState } from './document-state';
import type { EventView, OccurrenceOverride, Reminder } from './event';
import { isTime, momentOf } from './event-times';
import type { NoticedOccurrence } from './notice-store';
import type { Notices } from './notices';
import type { EnginePorts } from './ports';
import { contentOf } from './view';

const minuteMs = 60_000;
/** Occurrences that are cancelled one by one are passed over, but not for ever. */
const maxCancelled = 1_000;

/** Something that somebody wants to be told, and when. */
interface Due {
  readonly atMs: number;
  readonly occurrence: NoticedOccurrence;
}

/**
 * Tells people before an event begins (PROTOCOL.md B7). Up to when they were told stands with the facts of the document, so each
 * reminder is told once, and none is forgotten while the object sleeps.
 */
export class Reminders {
  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage' | 'timers' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly notices: Notices,
  ) {}

  /**
   * The event was edited. To be called in the transaction of the edit. A timer rings some time after it is due: what is due by now
   * and holds still is told here, since the timer is set anew.
   */
  edited(touched: readonly string[]): void {
    if (this.ports.schema.kind !== 'event') return;
    if (touched.some((path) => isTime(path) || path === '/status' || path.startsWith('/reminders'))) this.#tellAndArm();
  }

  /** Sets the timer to the next reminder, after what has been until now. To be called in a transaction. */
  arm(): void {
    if (this.ports.schema.kind !== 'event') return;
    this.#armAfter(this.ports.nowMs());
  }

  /** Tells what is due. */
  ring(): void {
    const meta = this.state.meta();
    if (meta === null || meta.deletedAtMs !== null) return;
    this.ports.storage.transact(() => this.#tellAndArm());
  }

  #tellAndArm(): void {
    const nowMs = this.ports.nowMs();
    const { remindedMs = null } = this.state.existing();
    const dues = remindedMs === null || remindedMs >= nowMs ? [] : this.#dueAfter(remindedMs);
    for (const { atMs, occurrence } of dues) {
      // What is over by now was slept through: nobody wants to be told of it any more.
      if (atMs <= nowMs && occurrence.endMs > nowMs) this.notices.remind(occurrence);
    }
    this.#armAfter(nowMs);
  }

  #armAfter(afterMs: number): void {
    const { timers } = this.ports;
    const next = Math.min(...this.#dueAfter(afterMs).map(({ atMs }) => atMs));
    const nextMs = Number.isFinite(next) ? next : null;
    // Until then nothing is due, so an edit that makes something due in the past reminds nobody of it.
    const remindedMs = nextMs === null ? null : nextMs - 1;
    if (remindedMs !== (this.state.existing().remindedMs ?? null)) this.state.updateMeta({ remindedMs });
    timers.at('reminders', null);
    if (nextMs !== null) timers.at('reminders', nextMs);
  }

  /** Of each reminder the next time at which it is to be told. */
  #dueAfter(afterMs: number): readonly Due[] {
    const event = contentOf(this.state.live().doc, this.ports.schema) as unknown as EventView;
    const series = seriesOf<OccurrenceOverride>(event);
    if (series === null || event.status === 'cancelled') return [];
    return event.reminders.flatMap((reminder) => dueOf(series, reminder, afterMs) ?? []);
  }
}

function dueOf(series: Series<OccurrenceOverride>, { method, minutes_before }: Reminder, afterMs: number): Due | null {
  const beforeMs = minutes_before * minuteMs;
  const occurrence = nextThatHappens(series, afterMs + beforeMs);
  if (occurrence === null) return null;
  const startMs = momentOf(series, occurrence.startMs);
  return { atMs: startMs - beforeMs, occurrence: { startMs, endMs: momentOf(series, occurrence.endMs), method } };
}

/** The first occurrence that begins after a moment, and is not cancelled by itself. */
function nextThatHappens(series: Series<OccurrenceOverride>, afterMs: number): Occurrence<OccurrenceOverride> | null {
  // Days are counted in UTC: what begins where the event is may be a day off.
  let fromMs = series.allDay ? afterMs - 24 * 60 * minuteMs : afterMs;
  for (let tried = 0; tried < maxCancelled; tried++) {
    const occurrence = nextOccurrence(series, fromMs);
    if (occurrence === null) return null;
    const isIt = occurrence.override?.status !== 'cancelled' && momentOf(series, occurrence.startMs) > afterMs;
    if (isIt) return occurrence;
    fromMs = occurrence.startMs;
  }
  return null;
}
