import { operationLimits as limits } from '../../protocol/limits';
import type { ConflictSide, ConflictView } from '../../protocol/operations';
import type { DocumentState } from '../document-state';
import { isSameJson } from '../json-values';
import type { EnginePorts } from '../ports';
import { type LogRow, overHttp } from '../storage';
import type { StoredRow } from '../writes';
import { findValue } from './conflict-base';
import type { FoundConflict } from './found-conflicts';
import { type KeptConflict, OrphanRecords } from './orphan-records';
import type { RecentRows } from './recent-rows';
import { isRelated } from './view-difference';

/** So many conflicts of one row are kept: a merge of a whole day offline is told of, not listed value by value. */
const maxOfRow = 50;
/** So far back the log is searched for the other author, and for the value that both started from. */
const maxRows = 1_000;

type Side = ConflictSide & { readonly version: number };

/** The conflicts of a document: found, kept for `keepConflictsMs`, told to both authors (PROTOCOL.md O30 to O33). */
export class Conflicts {
  #untold: ConflictView[] = [];
  readonly #orphans: OrphanRecords;

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage' | 'chance' | 'timers' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly recent: RecentRows,
    /** Tells both authors. */
    private readonly tell: (conflict: ConflictView) => void,
  ) {
    this.#orphans = new OrphanRecords(ports, state, {
      kept: () => this.#kept(),
      keep: (conflict) => this.#keep(conflict),
      put: (conflict) => this.#put(conflict),
      add: (row, found, orphan) => {
        const view = this.#viewOf(row, found);
        if (view !== null) this.#add(orphan === null ? view : { ...view, orphan });
      },
    });
  }

  /** Keeps what rows collided with. To be called in the transaction in which they are stored. */
  found(rows: readonly StoredRow[]): void {
    for (const row of rows) {
      for (const conflict of row.conflicts.slice(0, maxOfRow)) {
        const view = this.#viewOf(row, conflict);
        if (view !== null) this.#add(view);
      }
      if (row.orphaned !== null) this.#orphans.found(row, row.orphaned);
    }
  }

  /** It is time to look at what was written into what is gone. */
  ring(): void {
    this.#catchUp();
    this.tellFound();
  }

  /** Tells what was found. To be called when the rows are stored and have gone out. */
  tellFound(): void {
    for (const conflict of this.#untold.splice(0)) this.tell(conflict);
  }

  /** The newest first. */
  list(): ConflictView[] {
    this.#catchUp();
    return this.#kept().map(told);
  }

  find(id: string): ConflictView | null {
    this.#catchUp();
    const row = this.ports.storage.conflicts.find(id);
    return row === null ? null : told(JSON.parse(row.body) as KeptConflict);
  }

  /**
   * An open conflict with what stands at its place: when somebody has written there since, that is
   * what a choice keeps or gives up (O32).
   */
  asItStands(conflict: ConflictView, value: unknown): ConflictView {
    const { type, method, path, winner, versions } = conflict;
    if (method !== null || type !== 'update_update' || isSameJson(value, winner.value)) return conflict;
    const row = this.#lastAt(path, this.state.version() + 1);
    if (row === null) return conflict;
    const name = this.state.nameOf(row.actor);
    return {
      ...conflict,
      winner: { by: { id: row.actor, name }, value },
      versions: { ...versions, winner: row.version },
    };
  }

  /** What is told of conflicts has all that was written. */
  #catchUp(): void {
    if (this.#orphans.isBehind()) this.ports.storage.transact(() => this.#orphans.catchUp());
  }

  #kept(): KeptConflict[] {
    const oldestMs = this.ports.nowMs() - limits.keepConflictsMs;
    const rows = this.ports.storage.conflicts.all().filter(({ atMs }) => atMs > oldestMs);
    return rows.map(({ body }) => JSON.parse(body) as KeptConflict);
  }

  /** Keeps how a conflict was resolved. To be called in a transaction; {@link tellFound} follows. */
  resolved(conflict: ConflictView, method: NonNullable<ConflictView['method']>, by: string): ConflictView {
    const resolved = { ...conflict, method, resolved_by: by, resolved_at: new Date(this.ports.nowMs()).toISOString() };
    this.#put(resolved);
    return resolved;
  }

  reset(): void {
    this.#untold = [];
    this.#orphans.reset();
  }

  #add(view: KeptConflict): void {
    const { storage, nowMs } = this.ports;
    storage.conflicts.forget(nowMs() - limits.keepConflictsMs, limits.maxConflicts - 1);
    this.#put(view);
  }

  #put(view: KeptConflict): void {
    this.#keep(view);
    this.#untold = [...this.#untold.filter(({ conflict_id }) => conflict_id !== view.conflict_id), told(view)];
  }

  #keep(view: KeptConflict): void {
    const { conflict_id: id, path, detected_at, resolved_at } = view;
    const body = JSON.stringify(view);
    this.ports.storage.conflicts.put({ id, atMs: Date.parse(detected_at), isOpen: resolved_at === null, path, body });
  }

  /** Null when nobody else had a part in it: a connection is at no odds with itself. */
  #viewOf(
    row: StoredRow,
    { type, path, base, winner, loser, earlierPath = path, isLaterLost = false }: FoundConflict,
  ): ConflictView | null {
    const other = this.#lastAt(earlierPath, row.version);
    if (other !== null && isSameConnection(other, row)) return null;
    const later: Side = {
      by: { id: row.actor, name: row.author.name },
      value: isLaterLost ? loser : winner,
      version: row.version,
    };
    const earlier: Side = {
      by: { id: other?.actor ?? '', name: this.state.nameOf(other?.actor ?? '') },
      value: isLaterLost ? winner : loser,
      version: other?.version ?? 0,
    };
    const origin = this.#baseOf(row, base);
    const [won, lost] = isLaterLost ? [earlier, later] : [later, earlier];
    return {
      conflict_id: this.ports.chance.newId(),
      document_id: this.state.existing().id,
      type,
      path,
      base: origin.value,
      winner: { by: won.by, value: won.value },
      loser: { by: lost.by, value: lost.value },
      versions: { base: origin.version, winner: won.version, loser: lost.version },
      detected_at: new Date(this.ports.nowMs()).toISOString(),
      method: null,
      resolved_by: null,
      resolved_at: null,
    };
  }

  /** The row that wrote there last, before a version. */
  #lastAt(path: string, version: number): LogRow | null {
    for (const row of this.recent.before(version, maxRows)) if (row.touched.some((other) => isRelated(other, path))) return row;
    return null;
  }

  #baseOf({ base, version }: StoredRow, found: FoundConflict['base']): { version: number; value: unknown } {
    const known = found !== null && 'value' in found ? found.value : null;
    if (found === null || 'value' in found) return { version: base?.version ?? 0, value: known };
    const brought = findValue(this.recent.before(version, maxRows), found.item);
    return { version: base?.version ?? brought?.version ?? 0, value: brought?.value ?? null };
  }
}

function isSameConnection(a: LogRow, b: LogRow): boolean {
  return a.actor === b.actor && a.session === b.session && a.session !== overHttp;
}

function told({ orphan: _kept, ...conflict }: KeptConflict): ConflictView {
  return conflict;
}
