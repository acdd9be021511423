import * as Y from 'yjs';
import { documentAt } from '../history/document-at';
import { createDoc } from '../layout';
import type { DocumentSchema } from '../schema';
import type { LogRow, LogStore } from '../storage';
import type { RecentRows } from './recent-rows';
import { knownVersion } from './row-needs';
import { type Snapshot, Snapshots } from './snapshots';

/** The document as the author of an operation knew it. */
export interface Fork {
  readonly doc: Y.Doc;
  /** The version that it shows, besides the author's own later rows. */
  readonly version: number;
}

/** A fork takes at most twice as many rows besides a snapshot: so many cost as much as the snapshot does. */
const snapshotEvery = 16;

/**
 * Rebuilds documents as they were. What that costs does not grow with how far behind somebody is, as long as others have
 * lately been about as far behind: a server that is late itself makes all of its clients late.
 */
export class Forks {
  readonly #snapshots = new Snapshots();

  constructor(
    private readonly schema: DocumentSchema,
    private readonly log: LogStore,
    private readonly recent: RecentRows,
  ) {}

  /**
   * The document at a version, with the later rows of one session: their author knew those too (PROTOCOL.md O21). A row that
   * builds on what came after the version raises it. Null when the log does not hold the version.
   */
  at(version: number, isOwn: (row: LogRow) => boolean, serverClient: number): Fork | null {
    if (!this.recent.holds(version)) return null;
    const since = this.recent.after(version);
    const known = knownVersion(version, since, isOwn, serverClient);
    const doc = this.#build(known);
    for (const row of since) if (row.version > known && isOwn(row)) Y.applyUpdate(doc, row.bytes);
    return { doc, version: known };
  }

  reset(): void {
    this.#snapshots.clear();
  }

  #build(version: number): Y.Doc {
    const snapshot = this.#snapshots.before(version);
    const ahead = version - (snapshot?.version ?? Number.NEGATIVE_INFINITY);
    const isNear = snapshot !== null && ahead < 2 * snapshotEvery;
    const doc = isNear ? this.#fromSnapshot(snapshot, version) : documentAt(this.schema, this.log, version);
    if (ahead >= snapshotEvery) this.#snapshots.keep({ version, state: Y.encodeStateAsUpdate(doc) });
    return doc;
  }

  #fromSnapshot({ version: from, state }: Snapshot, version: number): Y.Doc {
    const doc = createDoc(this.schema);
    doc.transact(() => {
      Y.applyUpdate(doc, state);
      for (const row of this.recent.after(from)) {
        if (row.version > version) break;
        Y.applyUpdate(doc, row.bytes);
      }
    });
    return doc;
  }
}
