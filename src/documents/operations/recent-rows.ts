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

  /** At most `most` rows with `row.version < version`, the newest first. The log is read only for those that are asked for and not here. */
  *before(version: number, most: number): Generator<LogRow> {
    const oldest = Math.max(0, version - 1 - most);
    let reached = version - 1;
    for (let index = this.#rows.findLastIndex((row) => row.version <= reached); index >= 0; index--) {
      const row = this.#rows[index];
      if (row === undefined || row.version !== reached || reached <= oldest) break;
      yield row;
      reached--;
    }
    if (reached > oldest) yield* this.log.rows(oldest, reached).reverse();
  }

  reset(): void {
    this.#rows = [];
  }
}
