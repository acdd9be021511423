import type { LogRow, LogStore } from '../storage';

/** Rows that are kept in memory. Who writes operations is seldom further behind. */
const keptRows = 256;

/** The rows behind a version, from memory as far as they are there. */
export class RecentRows {
  /** Without a gap, the newest last. */
  #rows: LogRow[] = [];

  constructor(private readonly log: Pick<LogStore, 'head' | 'rows'>) {}

  /** To be called with rows that are being stored. */
  stored(rows: readonly LogRow[]): void {
    const last = this.#rows.at(-1)?.version;
    const [first] = rows;
    if (last !== undefined && first?.version !== last + 1) this.#rows = [];
    this.#rows.push(...rows);
    if (this.#rows.length > 2 * keptRows) this.#rows = this.#rows.slice(-keptRows);
  }

  /** All rows with `version < row.version`, the oldest first. */
  after(version: number): readonly LogRow[] {
    const head = this.log.head();
    if (version >= head) return [];
    const first = this.#rows[0]?.version ?? Number.POSITIVE_INFINITY;
    if (first > version + 1 || this.#rows.at(-1)?.version !== head) return this.log.rows(version, head);
    return this.#rows.slice(version + 1 - first);
  }

  reset(): void {
    this.#rows = [];
  }
}
