import * as Y from 'yjs';
import { documentAt } from '../history/document-at';
import { createDoc } from '../layout';
import type { DocumentSchema } from '../schema';
import type { LogRow, LogStore } from '../storage';
import { examineUpdate } from '../update-facts';
import type { RecentRows } from './recent-rows';

/** The document as the author of an operation knew it. */
export interface Fork {
  readonly doc: Y.Doc;
  /** The version that it shows, besides the author's own later rows. */
  readonly version: number;
}

/** A snapshot is made anew when a fork is so many versions ahead of it: that many rows cost as much as the snapshot does. */
const snapshotEvery = 16;

/** Rebuilds documents as they were, fast for versions near the last one that was asked for. */
export class Forks {
  /** The document at a version, as an update. */
  #snapshot: { readonly version: number; readonly state: Uint8Array } | null = null;

  constructor(
    private readonly schema: DocumentSchema,
    private readonly log: LogStore,
    private readonly recent: RecentRows,
  ) {}

  /**
   * The document at a version, with the later rows of one session: their author knew those too (PROTOCOL.md O21). A row that
   * builds on what came after the version raises it. Null when the log does not hold the version.
   */
  at(version: number, isOwn: (row: LogRow) => boolean): Fork | null {
    if (!holdsVersion(this.log, version)) return null;
    const doc = this.#build(version);
    for (const row of this.recent.after(version)) {
      if (!isOwn(row)) continue;
      if (examineUpdate(doc, Y.decodeUpdate(row.bytes)).missing) return this.at(row.version, isOwn);
      Y.applyUpdate(doc, row.bytes);
    }
    return { doc, version };
  }

  reset(): void {
    this.#snapshot = null;
  }

  #build(version: number): Y.Doc {
    const ahead = version - (this.#snapshot?.version ?? Number.POSITIVE_INFINITY);
    const isNear = ahead >= 0 && ahead < 2 * snapshotEvery;
    const doc = isNear ? this.#fromSnapshot(version) : documentAt(this.schema, this.log, version);
    // Somebody far behind is served without taking the snapshot away from all others.
    const isStale = ahead >= snapshotEvery || this.#snapshot === null;
    if (isStale) this.#snapshot = { version, state: Y.encodeStateAsUpdate(doc) };
    return doc;
  }

  #fromSnapshot(version: number): Y.Doc {
    const doc = createDoc(this.schema);
    const snapshot = this.#snapshot;
    doc.transact(() => {
      if (snapshot !== null) Y.applyUpdate(doc, snapshot.state);
      for (const row of this.recent.after(snapshot?.version ?? 0)) if (row.version <= version) Y.applyUpdate(doc, row.bytes);
    });
    return doc;
  }
}

/** Whether the log can still tell what the document was at a version. */
export function holdsVersion(log: LogStore, version: number): boolean {
  if (!Number.isInteger(version) || version < 0 || version > log.head()) return false;
  return version === 0 || log.rows(version - 1, version).length === 1;
}
