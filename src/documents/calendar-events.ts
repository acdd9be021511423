import type { Outcome, Refusal } from '../protocol/codes';
import { documentLimits, calendarLimits as limits } from '../protocol/limits';
import type { CalendarRoll, Projection, RollAnswer } from './api';
import type { DocumentState } from './document-state';
import type { EnginePorts } from './ports';

/** A push that was not answered for this long was lost, with the object that made it. */
const lostMs = 30_000;

/** Who has to be told what, so that events know the members of their calendar. */
export interface RollPush {
  readonly roll: CalendarRoll;
  /** Ids of events. */
  readonly events: readonly string[];
}

/**
 * The events of a calendar (PROTOCOL.md, Calendars). Each keeps a copy of the calendar's members; which state of them it knows stands here, and
 * what it does not know is told again until it does.
 */
export class CalendarEvents {
  #failures = 0;

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage' | 'timers' | 'nowMs' | 'tellEvents'>,
    private readonly state: DocumentState,
  ) {}

  /** Who belongs to the calendar, as its events keep it. */
  roll(): CalendarRoll {
    const { id, rollSequence, deletedAtMs, deletedBy } = this.state.existing();
    return {
      calendarId: id,
      sequence: rollSequence ?? 0,
      members: [...this.state.members().values()].map((member) => ({ id: member.id, role: member.role })),
      deletedBy: deletedAtMs === null ? null : { id: deletedBy ?? '', name: this.state.nameOf(deletedBy ?? '') },
    };
  }

  /** Its members have changed, or it was deleted or restored. To be called in the transaction. */
  membersChanged(): void {
    if (this.ports.schema.kind !== 'calendar') return;
    this.state.updateMeta({ rollSequence: (this.state.existing().rollSequence ?? 0) + 1 });
    // Those of a small calendar are told before this has been answered; the timer is for when that fails.
    const delayMs = this.#isSmall() ? limits.retryMs : 0;
    if (this.ports.storage.calendarEvents.count() > 0) this.ports.timers.at('rolls', this.ports.nowMs() + delayMs);
  }

  /** Makes a place for an event that is about to be created here, or moved here. */
  admit(event: string): Outcome<CalendarRoll> {
    const { storage, schema } = this.ports;
    if (schema.kind !== 'calendar') return { ok: false, refusal: { code: 'not-found' } };
    const events = storage.calendarEvents;
    const roll = this.roll();
    if (events.find(event) === null) {
      if (events.count() >= limits.maxEvents) return { ok: false, refusal: { code: 'calendar-full' } };
      // It knows what it is given here. If nobody creates it after all, the next push finds out.
      storage.transact(() => events.put({ id: event, told: roll.sequence, seen: 0, isLive: true }));
    }
    return { ok: true, value: roll };
  }

  /** Why the calendar cannot be deleted; null when it can. */
  refusalOfDeletion(withEvents: boolean): Refusal | null {
    if (this.ports.schema.kind !== 'calendar') return null;
    if (this.state.existing().defaultOf !== undefined) return { code: 'default-calendar' };
    return !withEvents && this.ports.storage.calendarEvents.liveCount() > 0 ? { code: 'calendar-not-empty' } : null;
  }

  /** An event says what it is now. Answers whether that is news. */
  changed({ id, sequence, deleted_at, roll }: Projection): boolean {
    const { storage, timers, nowMs } = this.ports;
    const events = storage.calendarEvents;
    const known = events.find(id);
    if (known !== null && sequence <= known.seen) return false;
    const isPurged = deleted_at !== null && Date.parse(deleted_at) + documentLimits.purgeAfterMs <= nowMs();
    storage.transact(() => {
      if (isPurged) events.remove(id);
      else {
        const told = Math.max(known?.told ?? 0, roll?.sequence ?? 0);
        events.put({ id, told, seen: sequence, isLive: deleted_at === null });
      }
      if (this.#behind(1).length > 0) timers.at('rolls', nowMs());
      else timers.at('rolls', null);
    });
    return true;
  }

  /** An event was moved to another calendar. */
  left(event: string): void {
    this.ports.storage.transact(() => this.ports.storage.calendarEvents.remove(event));
  }

  /** What has to be told before a call is answered that has changed the members; null when there is nothing, or too much. */
  urgent(): RollPush | null {
    if (this.ports.schema.kind !== 'calendar' || this.state.meta() === null || !this.#isSmall()) return null;
    return this.#push();
  }

  /** Tells what is due. */
  ring(): void {
    if (this.state.meta() === null) return;
    const push = this.#push();
    if (push === null) return;
    this.ports.timers.at('rolls', this.ports.nowMs() + lostMs);
    this.ports.tellEvents(push);
  }

  /**
   * The answers to a push; null for an event that could not be reached.
   * @param sequence of the roll that was pushed.
   */
  told(sequence: number, answers: readonly { readonly event: string; readonly answer: RollAnswer | null }[]): void {
    const { storage, timers, nowMs } = this.ports;
    const events = storage.calendarEvents;
    this.#failures = answers.some(({ answer }) => answer === null) ? this.#failures + 1 : 0;
    storage.transact(() => {
      for (const { event, answer } of answers) {
        const known = events.find(event);
        if (known === null || answer === null) continue;
        if (answer === 'taken') events.put({ ...known, told: Math.max(known.told, sequence) });
        else events.remove(event);
      }
      timers.at('rolls', null);
      if (this.#behind(1).length > 0) timers.at('rolls', nowMs() + this.#delayMs());
    });
  }

  #push(): RollPush | null {
    const events = this.#behind(limits.maxEventsToldAtOnce);
    return events.length === 0 ? null : { roll: this.roll(), events };
  }

  #behind(limit: number): string[] {
    return this.ports.storage.calendarEvents.behind(this.state.existing().rollSequence ?? 0, limit);
  }

  #isSmall(): boolean {
    return this.ports.storage.calendarEvents.count() <= limits.maxEventsToldAtOnce;
  }

  #delayMs(): number {
    return this.#failures === 0 ? 0 : Math.min(limits.maxRetryMs, limits.retryMs * 2 ** (this.#failures - 1));
  }
}
