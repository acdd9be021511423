import * as Y from 'yjs';
import { checkElementField } from '../elements';
import type { KeyWrite } from '../examination';
import { isSameJson } from '../json-values';
import { pointer } from '../pointer';
import { writeRegister } from '../register-write';
import type { ElementField } from '../schema';
import { type TextEdit, textEdit } from '../text-edit';
import { carryEdits, editedText } from './carried-text';
import type { FormerEdit, LivingElement } from './former-edit-reader';
import type { FoundConflict } from './found-conflicts';

/** What was written to elements in place of their former ones. */
export interface CarriedEdits {
  /** JSON pointers, with `@id` in place of indices. */
  readonly touched: readonly string[];
  /** Values that were written over others that their author did not know. */
  readonly conflicts: readonly FoundConflict[];
}

/** Does to elements what somebody did to their former ones (PROTOCOL.md O35). */
export function writeFormerEdits(doc: Y.Doc, edits: readonly FormerEdit[], mayLowerStatus: boolean): CarriedEdits {
  const touched = new Set<string>();
  const conflicts: FoundConflict[] = [];
  if (edits.length === 0) return { touched: [], conflicts };
  doc.transact(() => {
    for (const { element, keys, texts } of edits) {
      const path = (key: string): string => pointer(element.list, `@${element.id}`, key);
      for (const { key, base, edits: changes } of texts) if (writeText(element, key, base, changes)) touched.add(path(key));
      for (const write of keys) {
        const conflict = conflictOf(element, write, path(write.key));
        if (!writeValue(element, write, mayLowerStatus)) continue;
        touched.add(path(write.key));
        if (conflict !== null) conflicts.push(conflict);
      }
    }
  });
  return { touched: [...touched], conflicts };
}

function writeText({ map }: LivingElement, key: string, base: string, edits: readonly TextEdit[]): boolean {
  const text = map.get(key);
  if (!(text instanceof Y.Text)) return false;
  const now = text.toString();
  // The same edit made twice is made once.
  if (now !== base && now === editedText(base, edits)) return false;
  const carried = carryEdits(base, now, edits);
  for (const { index, remove, insert } of carried.reverse()) {
    if (insert !== '') text.insert(Math.min(index, text.length), insert);
    const at = index + insert.length;
    if (remove > 0 && at < text.length) text.delete(at, Math.min(remove, text.length - at));
  }
  return carried.length > 0;
}

function writeValue(element: LivingElement, write: KeyWrite, mayLowerStatus: boolean): boolean {
  const { map, field: collection } = element;
  const { key, written, former } = write;
  const field = fieldOf(element, key);
  if (field === null) return false;
  if (field.kind === 'text') {
    const [base, content] = [former, written].map(textOf);
    const change = typeof content === 'string' ? textEdit(base ?? '', content) : null;
    return change !== null && writeText(element, key, base ?? '', [change]);
  }
  const value = writtenTo(write);
  if (value === undefined || (value !== null && checkElementField(field, value) !== null)) return false;
  if (field.kind === 'ranked' && !mayLowerStatus) {
    const rank = (one: unknown): number => field.ranks.indexOf((one ?? field.ranks[0]) as string);
    if (rank(value) < rank(map.get(key))) return false;
  }
  return Object.hasOwn(collection.element, key) && writeRegister(map, key, field, value);
}

/** Of two values of a register whose authors did not know of each other, the later-accepted one stands (O30). */
function conflictOf(element: LivingElement, write: KeyWrite, path: string): FoundConflict | null {
  const field = fieldOf(element, write.key);
  if (field?.kind !== 'register') return null;
  const { former, concurrent, known } = write;
  const unset = field.unset ?? null;
  const [value, now] = [writtenTo(write) ?? unset, element.map.get(write.key) ?? unset];
  const before = former.live && former.kind === 'value' ? (former.value ?? unset) : unset;
  if (isSameJson(value, now) || (!concurrent && isSameJson(before, now))) return null;
  const base = concurrent ? (known === null ? null : { item: known }) : { value: before };
  return { type: 'update_update', path, winner: value, loser: now, base };
}

function fieldOf({ field: { element } }: LivingElement, key: string): ElementField | null {
  return Object.hasOwn(element, key) ? (element[key] ?? null) : null;
}

/** Null for a key that was unset; undefined for what is no value. */
function writtenTo({ written }: KeyWrite): unknown {
  if (written.kind === 'deleted') return null;
  return written.kind === 'value' ? (written.value ?? null) : undefined;
}

function textOf(value: KeyWrite['former'] | KeyWrite['written']): string | undefined {
  if (!('kind' in value)) return undefined;
  if (value.kind === 'text') return value.content;
  return value.kind === 'value' && typeof value.value === 'string' ? value.value : undefined;
}
