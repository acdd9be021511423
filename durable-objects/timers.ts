import { type DurableTimer, durableTimers, type SoonTimer, type Timers } from '../src/documents/ports';

export const timerTables = 'CREATE TABLE timers (name TEXT PRIMARY KEY, due INTEGER NOT NULL)';

/**
 * The timers of one object: short ones in memory, long ones in its SQLite behind its only alarm. Of those nothing is
 * remembered in memory: a transaction that is rolled back takes its timers along, and the alarm.
 */
export class ObjectTimers implements Timers {
  readonly #running = new Map<SoonTimer, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly hasTables: () => boolean,
    private readonly ring: (timer: SoonTimer | DurableTimer) => void,
  ) {}

  soon(name: SoonTimer, delayMs: number): void {
    if (this.#running.has(name)) return;
    const timer = setTimeout(() => {
      this.#running.delete(name);
      this.ring(name);
    }, delayMs);
    this.#running.set(name, timer);
  }

  at(name: DurableTimer, atMs: number | null): void {
    const timers = this.#durable();
    const current = timers.get(name);
    if (atMs === null ? current === undefined : current !== undefined && current <= atMs) return;
    if (atMs === null) this.#cancel(name);
    else this.storage.sql.exec('INSERT OR REPLACE INTO timers (name, due) VALUES (?, ?)', name, atMs);
    void this.#setAlarm();
  }

  /** Rings what is due. To be called by the alarm; the alarm is set again for what is not due yet. */
  async ringDue(nowMs: number): Promise<void> {
    for (const [name, due] of this.#durable()) {
      if (due > nowMs) continue;
      this.#cancel(name);
      this.ring(name);
    }
    await this.#setAlarm();
  }

  #cancel(name: DurableTimer): void {
    this.storage.sql.exec('DELETE FROM timers WHERE name = ?', name);
  }

  /** Sets the alarm to the first timer. */
  async #setAlarm(): Promise<void> {
    const due = [...this.#durable().values()];
    if (due.length > 0) await this.storage.setAlarm(Math.min(...due));
    else await this.storage.deleteAlarm();
  }

  #durable(): Map<DurableTimer, number> {
    if (!this.hasTables()) return new Map();
    const rows = this.storage.sql.exec<{ name: string; due: number }>('SELECT name, due FROM timers').toArray();
    return new Map(rows.flatMap(({ name, due }) => (isDurable(name) ? [[name, due]] : [])));
  }
}

function isDurable(name: string): name is DurableTimer {
  return (durableTimers as readonly string[]).includes(name);
}
