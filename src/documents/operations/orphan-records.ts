import * as Y from 'yjs';
import { base64ToBytes, bytesToBase64 } from '../../protocol/base64';
import type { ConflictView } from '../../protocol/operations';
import type { DocumentState } from '../document-state';
import type { EnginePorts } from '../ports';
import { contentOf } from '../view';
import type { StoredRow } from '../writes';
import type { FoundConflict } from './found-conflicts';
import { findOrphans, orphanAt } from './orphaned-updates';

/** What is gone is looked for this often for each person: the log is read for it. */
const lookEveryMs = 1_000;
/** So many elements of one look are kept. */
const maxOfLook = 50;
/** What is kept of updates with one conflict; for what comes behind it there is another one. */
const maxKeptBytes = 256 * 1024;

/** A conflict as it is stored: with what its loser wrote into an element that was gone, which nobody is told. */
export type KeptConflict = ConflictView & { readonly orphan?: KeptUpdates };

/** One that takes what is still written into its element. */
type OpenConflict = ConflictView & { readonly orphan: KeptUpdates };

interface KeptUpdates {
  /** Version of the row that removed the element. */
  readonly removed: number;
  /** Yjs updates, merged, in base64. */
  readonly updates: string;
  /** The value does not have all of them yet. */
  readonly isBehind: boolean;
}

/** Where conflicts are kept. To be changed in a transaction. */
export interface ConflictShelf {
  kept(): readonly KeptConflict[];
  /** Keeps one as it is now, and tells nobody. */
  keep(conflict: KeptConflict): void;
  /** Keeps one as it is now, and tells its authors. */
  put(conflict: KeptConflict): void;
  add(row: StoredRow, found: FoundConflict, orphan: KeptUpdates | null): void;
}

/** What one person wrote into what is gone, since it was looked for last. */
interface Unseen {
  readonly row: StoredRow;
  readonly updates: readonly Uint8Array[];
  readonly lookedAtMs: number;
}

/**
 * What people write into elements that others have removed (PROTOCOL.md O31). Each keystroke is an update, and nothing of it is left
 * in the document: so the updates themselves are kept with the conflict, and its value is the element with all of them. To find
 * that out takes a look into the log, once a second; the updates are kept at once.
 */
export class OrphanRecords {
  /** By person. */
  readonly #unseen = new Map<string, Unseen>();

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage' | 'timers' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly shelf: ConflictShelf,
  ) {}

  /** A row brought an update of which some went to what is gone. To be called in its transaction. */
  found(row: StoredRow, update: Uint8Array): void {
    for (const conflict of this.#openOf(row.actor)) this.#extend(conflict, row.version, update);
    const { updates = [], lookedAtMs = Number.NEGATIVE_INFINITY } = this.#unseen.get(row.actor) ?? {};
    this.#unseen.set(row.actor, { row, updates: [...updates, update], lookedAtMs });
    if (this.ports.nowMs() >= lookedAtMs + lookEveryMs) this.#look(row.actor);
    else this.ports.timers.at('orphans', lookedAtMs + lookEveryMs);
  }

  /** Whether something was kept that was not looked at yet. */
  isBehind(): boolean {
    const waits = [...this.#unseen.values()].some(({ updates }) => updates.length > 0);
    return waits || this.shelf.kept().some(({ orphan }) => orphan?.isBehind === true);
  }

  /** Looks at what was only kept so far. To be called in a transaction. */
  catchUp(): void {
    for (const [actor, { updates }] of this.#unseen) if (updates.length > 0) this.#look(actor);
    for (const conflict of this.shelf.kept().filter(isOpen)) this.#refresh(conflict);
  }

  reset(): void {
    this.#unseen.clear();
  }

  #extend(conflict: OpenConflict, version: number, update: Uint8Array): void {
    const { orphan, versions } = conflict;
    const merged = Y.mergeUpdates([base64ToBytes(orphan.updates), update]);
    if (merged.length > maxKeptBytes) {
      const { orphan: _full, ...closed } = this.#refresh(conflict);
      this.shelf.keep(closed);
      return;
    }
    const extended = { ...orphan, updates: bytesToBase64(merged), isBehind: true };
    this.shelf.keep({ ...conflict, versions: { ...versions, loser: version }, orphan: extended });
  }

  #look(actor: string): void {
    const unseen = this.#unseen.get(actor);
    if (unseen === undefined) return;
    const { row, updates } = unseen;
    this.#unseen.set(actor, { row, updates: [], lookedAtMs: this.ports.nowMs() });
    const open = this.#openOf(actor).map((conflict) => this.#refresh(conflict).path);
    const { schema, storage } = this.ports;
    const update = Y.mergeUpdates([...updates]);
    const head = contentOf(this.state.live().doc, schema);
    const orphans = findOrphans(schema, storage.log, head, update, row.version).filter(({ path }) => !open.includes(path));
    for (const { path, base, value, removed } of orphans.slice(0, maxOfLook)) {
      const found = {
        type: 'delete_update',
        path,
        winner: null,
        loser: value,
        base: { value: base },
        isLaterLost: true,
      } as const;
      const isKept = update.length <= maxKeptBytes;
      this.shelf.add(row, found, isKept ? { removed, updates: bytesToBase64(update), isBehind: false } : null);
    }
  }

  /** Brings a value up to what was written. */
  #refresh(conflict: OpenConflict): OpenConflict {
    const { orphan, path, loser } = conflict;
    if (!orphan.isBehind) return conflict;
    const { schema, storage } = this.ports;
    const value = orphanAt(schema, storage.log, { path, removed: orphan.removed }, base64ToBytes(orphan.updates));
    const refreshed = { ...conflict, loser: { ...loser, value: value ?? loser.value }, orphan: { ...orphan, isBehind: false } };
    this.shelf.put(refreshed);
    return refreshed;
  }

  /** Those of a person's. */
  #openOf(actor: string): readonly OpenConflict[] {
    return this.shelf
      .kept()
      .filter((conflict) => isOpen(conflict))
      .filter(({ loser }) => loser.by.id === actor);
  }
}

/** Whether it takes more: nobody has resolved it. */
function isOpen(conflict: KeptConflict): conflict is OpenConflict {
  return conflict.orphan !== undefined && conflict.method === null;
}
