import type { LogRow, LogStore } from '../storage';

/** Rows that are kept in memory of any document: where values collide, the other author is mostly among them. */
const usualRows = 512;
/** The same of a document on which there are operations: what those write who are late, or the server for them, is about no more than these. */
const rowsOfOperations = 2_048;
const keptBytes = 2 * 1024 * 1024;

/** The rows behind a version, from memory as far as they are there. */
export class RecentRows {
  /** Without a gap, the newest last. */
  #rows: LogRow[] = [];
  #bytes = 0;
  #keptRows = usualRows;

  constructor(private readonly log: Pick<LogStore, 'head' | 'rows'>) {}

  /** To be called with rows that are being stored. */
  stored(rows: readonly LogRow[]): void {
    const last = this.#rows.at(-1)?.version;
    const [first] = rows;
    if (last !== undefined && first?.version !== last + 1) this.reset();
    this.#rows.push(...rows);
    this.#bytes += bytesOf(rows);
    if (!this.#fits(this.#rows.length, this.#bytes)) this.#keepHalf();
  }

  /** Whether the log can still tell what the document was at a version. */
  holds(version: number): boolean {
    if (!Number.isInteger(version) || version < 0 || version > this.log.head()) return false;
    if (version === 0 || version >= (this.#rows[0]?.version ?? Number.POSITIVE_INFINITY)) return true;
    return this.log.rows(version - 1, version).length === 1;
  }

  /** All rows with `version < row.version`, the oldest first. */
  after(version: number): readonly LogRow[] {
    const head = this.log.head();
    if (version >= head) return [];
    this.#keptRows = rowsOfOperations;
    const first = this.#rows[0]?.version ?? Number.POSITIVE_INFINITY;
    if (first <= version + 1 && this.#rows.at(-1)?.version === head) return this.#rows.slice(version + 1 - first);
    const rows = this.log.rows(version, head);
    this.#keep(rows);
    return rows;
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
    this.#bytes = 0;
  }

  /** Who was behind is likely to be behind again. */
  #keep(rows: readonly LogRow[]): void {
    const bytes = bytesOf(rows);
    // As much as is left when there was too much.
    if (!this.#fits(2 * rows.length, 2 * bytes)) return;
    this.#rows = [...rows];
    this.#bytes = bytes;
  }

  #keepHalf(): void {
    while (!this.#fits(2 * this.#rows.length, 2 * this.#bytes)) {
      const dropped = this.#rows.splice(0, Math.ceil(this.#rows.length / 8));
      this.#bytes -= bytesOf(dropped);
    }
  }

  #fits(rows: number, bytes: number): boolean {
    return rows <= this.#keptRows && bytes <= keptBytes;
  }
}

function bytesOf(rows: readonly LogRow[]): number {
  return rows.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
