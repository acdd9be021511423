/** A document at a version, as an update. */
export interface Snapshot {
  readonly version: number;
  readonly state: Uint8Array;
}

/** So many authors that are differently far behind are served without reading the log. */
const keptSnapshots = 8;
/** What they may take together, besides the newest. */
const keptBytes = 4 * 1024 * 1024;

/** The snapshots of a document that were used last. */
export class Snapshots {
  /** The one that was used last comes last. */
  #kept: Snapshot[] = [];

  /** The newest one at or before a version; null for none. */
  before(version: number): Snapshot | null {
    let found: Snapshot | null = null;
    for (const snapshot of this.#kept) {
      if (snapshot.version <= version && snapshot.version > (found?.version ?? -1)) found = snapshot;
    }
    if (found !== null) this.#use(found);
    return found;
  }

  keep(snapshot: Snapshot): void {
    this.#use(snapshot);
    let bytes = 0;
    const from = this.#kept.findLastIndex(({ state }) => {
      bytes += state.length;
      return bytes > keptBytes;
    });
    this.#kept = this.#kept.slice(Math.max(0, Math.min(from + 1, this.#kept.length - 1), this.#kept.length - keptSnapshots));
  }

  clear(): void {
    this.#kept = [];
  }

  #use(snapshot: Snapshot): void {
    this.#kept = [...this.#kept.filter(({ version }) => version !== snapshot.version), snapshot];
  }
}
