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
    if (atMs === null) return this.#cancel(name);
    const timers = this.#durable();
    const current = timers.get(name);
    if (current !== undefined && current <= atMs) return;
    this.storage.sql.exec('INSERT OR REPLACE INTO timers (name, due) VALUES (?, ?)', name, atMs);
    if ([...timers.values()].every((due) => atMs <= due)) void this.storage.setAlarm(atMs);
  }

  /** Rings what is due. To be called by the alarm; the alarm is set again for what is not due yet. */
  async ringDue(nowMs: number): Promise<void> {
    for (const [name, due] of this.#durable()) {
      if (due > nowMs) continue;
      this.#cancel(name);
      this.ring(name);
    }
    const rest = [...this.#durable().values()];
    if (rest.length > 0) await this.storage.setAlarm(Math.min(...rest));
  }

  #cancel(name: DurableTimer): void {
    if (this.hasTables()) this.storage.sql.exec('DELETE FROM timers WHERE name = ?', name);
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
