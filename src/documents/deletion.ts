import { documentLimits as limits } from '../protocol/limits';
import type { NamedPerson } from '../protocol/roles';
import type { DocumentEngine } from './document-engine';
import type { EnginePorts } from './ports';

/** The end of a document, and its return (PROTOCOL.md, Deletion). */
export class Deletion {
  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'timers' | 'nowMs'>,
    private readonly engine: DocumentEngine,
  ) {}

  /** Whether the document is deleted, and its content still there. */
  isKept(): boolean {
    const deletedAtMs = this.engine.state.meta()?.deletedAtMs ?? null;
    return deletedAtMs !== null && this.ports.nowMs() - deletedAtMs < limits.purgeAfterMs;
  }

  /**
   * Deletes the document.
   * @param by the person whose doing it is.
   * @param also what has to be stored in the same transaction.
   */
  delete(by: NamedPerson, also: () => void = () => {}, withCalendar = false): void {
    const { storage, timers, nowMs } = this.ports;
    const { state, outbox, notices, calendarEvents } = this.engine;
    storage.transact(() => {
      state.updateMeta({ deletedAtMs: nowMs(), deletedBy: by.id, deletedWithCalendar: withCalendar });
      // What lets somebody in ends with the document, long before its content is purged.
      storage.tickets.clear();
      storage.invites.clear();
      storage.locks.clear();
      outbox.want();
      notices.deleted(by);
      calendarEvents.membersChanged();
      also();
    });
    timers.at('purge', nowMs() + limits.purgeAfterMs);
    this.engine.closeAll();
  }

  /** Takes the deletion back. */
  restore(by: string, also: () => void = () => {}): void {
    const { storage, timers } = this.ports;
    const { state, outbox, notices, reminders, calendarEvents } = this.engine;
    storage.transact(() => {
      state.updateMeta({ deletedAtMs: null, deletedWithCalendar: false });
      outbox.want();
      notices.changed(by);
      reminders.arm();
      calendarEvents.membersChanged();
      also();
    });
    timers.at('purge', null);
  }
}
