export const timerTables = 'CREATE TABLE timers (name TEXT PRIMARY KEY, due INTEGER NOT NULL)';

/** How often in a row timers have failed. Made with the first that does, so most objects never have it. */
const failureTables = 'CREATE TABLE IF NOT EXISTS timer_failures (name TEXT PRIMARY KEY, count INTEGER NOT NULL)';

/** What failed is tried again after this time, then after twice as long, and so on … */
const retryMs = 5_000;
/** … up to this. */
const maxRetryMs = 10 * 60_000;

/** An alarm is set no further ahead, and set anew when it rings: the platform refuses what is too far, and a token may be good for longer. */
const maxAheadMs = 365 * 24 * 60 * 60_000;

/** How long to wait after so many failures in a row. */
export function waitAfterFailuresMs(failures: number): number {
  return Math.min(retryMs * 2 ** (failures - 1), maxRetryMs);
}

/**
 * The timers of one object: short ones in memory, long ones in its SQLite behind its only alarm. Of those nothing is
 * remembered in memory: a transaction that is rolled back takes its timers along, and the alarm. Their table is made
 * with the first of them. A long one that throws rings again, later and later.
 */
export class ObjectTimers<Soon extends string, Durable extends string> {
  readonly #running = new Map<Soon, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly storage: DurableObjectStorage,
    /** Timers of other names are left over from an older version, and never ring. */
    private readonly durable: readonly Durable[],
    private readonly ring: (timer: NoInfer<Soon | Durable>) => void,
    /** Takes what a timer threw. */
    private readonly failed: (timer: NoInfer<Soon | Durable>, error: unknown) => void,
  ) {}

  soon(name: Soon, delayMs: number): void {
    if (this.#running.has(name)) return;
    const timer = setTimeout(() => {
      this.#running.delete(name);
      try {
        this.ring(name);
      } catch (error) {
        this.failed(name, error);
      }
    }, delayMs);
    this.#running.set(name, timer);
  }

  /** Rings at a time, also over a restart. A later time never replaces an earlier one; null cancels. */
  at(name: Durable, atMs: number | null): void {
    const timers = this.#stored();
    const current = timers.get(name);
    if (atMs === null ? current === undefined : current !== undefined && current <= atMs) return;
    const alarmMs = firstOf(timers);
    if (atMs === null) this.#cancel(name);
    else this.#store(name, atMs);
    if (atMs === null) timers.delete(name);
    else timers.set(name, atMs);
    // An alarm is a write of its own to the platform. One that is over may be ringing, or be lost.
    const isSet = alarmMs !== null && alarmMs > Date.now() && firstOf(timers) === alarmMs;
    if (!isSet) void this.#setAlarm(timers);
  }

  /** Rings what is due. To be called by the alarm; the alarm is set again for what is not due yet. */
  async ringDue(nowMs: number): Promise<void> {
    for (const name of this.#stored().keys()) {
      // What rang before it may have cancelled it, or everything.
      if ((this.#stored().get(name) ?? Number.POSITIVE_INFINITY) > nowMs) continue;
      this.#ringDurable(name, nowMs);
    }
    await this.#setAlarm(this.#stored());
  }

  /** Nothing waits in between, so SQLite keeps all of it or nothing: a crash finds the timer as it was, or set again. */
  #ringDurable(name: Durable, nowMs: number): void {
    this.#cancel(name);
    try {
      this.ring(name);
      this.#forgive(name);
    } catch (error) {
      try {
        this.failed(name, error);
      } finally {
        // What it set itself before it threw does not count: it may be now, and so for ever.
        this.#store(name, nowMs + waitAfterFailuresMs(this.#countFailure(name)));
      }
    }
  }

  /** Answers how often the timer has failed in a row. */
  #countFailure(name: Durable): number {
    this.storage.sql.exec(failureTables);
    const counted = `INSERT INTO timer_failures (name, count) VALUES (?, 1)
      ON CONFLICT (name) DO UPDATE SET count = count + 1 RETURNING count`;
    return this.storage.sql.exec<{ count: number }>(counted, name).one().count;
  }

  #forgive(name: Durable): void {
    if (this.#hasTable('timer_failures')) this.storage.sql.exec('DELETE FROM timer_failures WHERE name = ?', name);
  }

  #store(name: Durable, atMs: number): void {
    if (!this.#hasTable('timers')) this.storage.sql.exec(timerTables);
    this.storage.sql.exec('INSERT OR REPLACE INTO timers (name, due) VALUES (?, ?)', name, atMs);
  }

  #cancel(name: Durable): void {
    this.storage.sql.exec('DELETE FROM timers WHERE name = ?', name);
  }

  /** Sets the alarm to the first timer. */
  async #setAlarm(timers: ReadonlyMap<Durable, number>): Promise<void> {
    const firstMs = firstOf(timers);
    if (firstMs !== null) await this.storage.setAlarm(Math.min(firstMs, Date.now() + maxAheadMs));
    else await this.storage.deleteAlarm();
  }

  #stored(): Map<Durable, number> {
    if (!this.#hasTable('timers')) return new Map();
    const rows = this.storage.sql.exec<{ name: string; due: number }>('SELECT name, due FROM timers').toArray();
    return new Map(rows.flatMap(({ name, due }) => (this.#isDurable(name) ? [[name, due]] : [])));
  }

  #isDurable(name: string): name is Durable {
    return (this.durable as readonly string[]).includes(name);
  }

  #hasTable(name: 'timers' | 'timer_failures'): boolean {
    return this.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name).toArray().length > 0;
  }
}

/** When the first of some timers is due; null for none. */
function firstOf(timers: ReadonlyMap<string, number>): number | null {
  return timers.size === 0 ? null : Math.min(...timers.values());
}
