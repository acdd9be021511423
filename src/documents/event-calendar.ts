import type { Outcome } from '../protocol/codes';
import type { Identity } from '../protocol/roles';
import type { CalendarRoll, RollAnswer } from './api';
import type { CallerGate } from './caller-gate';
import type { Deletion } from './deletion';
import type { DocumentEngine } from './document-engine';
import type { EnginePorts } from './ports';

/** What an event is told by its calendar, and how it comes to another one (PROTOCOL.md, Calendars). */
export class EventCalendar {
  constructor(
    private readonly ports: Pick<EnginePorts, 'storage'>,
    private readonly engine: DocumentEngine,
    private readonly gate: CallerGate,
    private readonly deletion: Deletion,
  ) {}

  /** Takes the members of the calendar; with a calendar that is deleted the event is, and comes back with it. */
  take(roll: CalendarRoll): RollAnswer {
    const { state, writer } = this.engine;
    const meta = state.meta();
    const known = state.roll();
    if (meta === null || known === null) return 'unknown';
    if (meta.calendarId !== roll.calendarId) return 'elsewhere';
    if (roll.sequence <= known.sequence) return 'taken';
    writer.flush();
    let changed: string[] = [];
    const take = (): void => {
      changed = this.engine.roll.take(roll);
    };
    if (roll.deletedBy !== null && meta.deletedAtMs === null) this.deletion.delete(roll.deletedBy, take, true);
    else if (roll.deletedBy === null && meta.deletedWithCalendar === true && this.deletion.isKept()) {
      this.deletion.restore(roll.members[0]?.id ?? '', take);
    } else this.ports.storage.transact(take);
    this.engine.membersChanged(...changed);
    return 'taken';
  }

  /** Moves the event to another calendar, which has admitted it. Who manages its members may: the move changes who belongs to it. */
  move(caller: Identity, roll: CalendarRoll): Outcome<null> {
    return this.gate.as(caller, 'manage-members', () => {
      const { state, outbox, notices } = this.engine;
      const { calendarId } = state.existing();
      if (calendarId === undefined || state.roll() === null) return { ok: false, refusal: { code: 'not-found' } };
      if (calendarId === roll.calendarId) return { ok: true, value: null };
      let changed: string[] = [];
      this.ports.storage.transact(() => {
        changed = this.engine.roll.move(calendarId, roll);
        state.updateMeta({ calendarId: roll.calendarId });
        state.frameChanged();
        outbox.want();
        notices.changed(caller.id);
      });
      this.engine.membersChanged(...changed);
      return { ok: true, value: null };
    });
  }
}
