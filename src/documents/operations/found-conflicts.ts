import type * as Y from 'yjs';
import type { ConflictView } from '../../protocol/operations';
import type { KeyWrite } from '../examination';
import { isSameJson } from '../json-values';
import { keyPath } from '../repair-keys';

/** A value that was written over another one, neither author knowing of the other (PROTOCOL.md O30). */
export interface FoundConflict {
  readonly type: ConflictView['type'];
  /** JSON pointer, with `@id` in place of an index. */
  readonly path: string;
  /** What the document has now. */
  readonly winner: unknown;
  readonly loser: unknown;
  /** Where the one who wrote earlier wrote, if not at `path`. */
  readonly earlierPath?: string;
  /** What both started from: the value, or what is known of the item that brought it; null for nothing. */
  readonly base: { readonly value: unknown } | { readonly item: Y.ID } | null;
  /** The one who wrote later lost: an update of what was deleted before. */
  readonly isLaterLost?: boolean;
}

/** What the author of an operation had seen. */
export interface KnownBase {
  readonly version: number;
}

/** Finds the registers in which an update replaced a value that its author did not know. */
export function findConflicts(writes: readonly KeyWrite[]): FoundConflict[] {
  return writes.flatMap((write) => {
    const { former, written, concurrent, map, key } = write;
    if (!concurrent || !former.live || former.kind !== 'value' || written.kind !== 'value' || map._item?.deleted) return [];
    const stands = isSameJson(map.get(key), written.value) && !isSameJson(former.value, written.value);
    if (!stands || isRanked(write)) return [];
    const type = write.place.kind === 'element' && key === 'place' ? 'structural' : 'update_update';
    return [
      {
        type,
        path: keyPath(write),
        winner: written.value,
        loser: former.value,
        base: write.known === null ? null : { item: write.known },
      },
    ];
  });
}

/** A ranked field settles its races by itself. */
function isRanked({ place, key }: KeyWrite): boolean {
  if (place.kind === 'registers') return place.fields[key]?.kind === 'ranked';
  return place.kind === 'element' && place.field.element[key]?.kind === 'ranked';
}
