import { type DurableTimer, durableTimers, type SoonTimer, type Timers } from '../src/documents/ports';

export const timerTables = 'CREATE TABLE timers (name TEXT PRIMARY KEY, due INTEGER NOT NULL)';

/** The timers of one object: short ones in memory, long ones in its SQLite behind its only alarm. */
export class ObjectTimers implements Timers {
  readonly #running = new Map<SoonTimer, ReturnType<typeof setTimeout>>();
  readonly #due = new Map<DurableTimer, number>();

  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly hasTables: () => boolean,
    private readonly ring: (timer: SoonTimer | DurableTimer) => void,
  ) {
    if (!hasTables()) return;
    for (const { name, due } of storage.sql.exec<{ name: string; due: number }>('SELECT name, due FROM timers')) {
      if (isDurable(name)) this.#due.set(name, due);
    }
  }

  soon(name: SoonTimer, delayMs: number): void {
    if (this.#running.has(name)) return;
    const timer = setTimeout(() => {
      this.#running.delete(name);
      this.ring(name);
    }, delayMs);
    this.#running.set(name, timer);
  }

  at(name: DurableTimer, atMs: number | null): void {
    const current = this.#due.get(name);
    if (atMs === null) {
      if (current !== undefined) this.#cancel(name);
      return;
    }
    if (current !== undefined && current <= atMs) return;
    this.#due.set(name, atMs);
    this.storage.sql.exec('INSERT OR REPLACE INTO timers (name, due) VALUES (?, ?)', name, atMs);
    if (this.#next() === atMs) void this.storage.setAlarm(atMs);
  }

  /** Rings what is due. To be called by the alarm; the alarm is set again for what is not due yet. */
  async ringDue(nowMs: number): Promise<void> {
    const due = [...this.#due].filter(([, atMs]) => atMs <= nowMs).map(([name]) => name);
    for (const name of due) {
      this.#cancel(name);
      this.ring(name);
    }
    const next = this.#next();
    if (next !== null) await this.storage.setAlarm(next);
  }

  #cancel(name: DurableTimer): void {
    this.#due.delete(name);
    if (this.hasTables()) this.storage.sql.exec('DELETE FROM timers WHERE name = ?', name);
  }

  #next(): number | null {
    return this.#due.size === 0 ? null : Math.min(...this.#due.values());
  }
}

function isDurable(name: string): name is DurableTimer {
  return (durableTimers as readonly string[]).includes(name);
}
