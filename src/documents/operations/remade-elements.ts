import { isSameJson } from '../json-values';
import { pointer } from '../pointer';
import type { ElementField, ListField } from '../schema';
import { textEdit } from '../text-edit';
import type { Content } from '../view';
import { carryEdits, editedText } from './carried-text';
import type { FoundConflict } from './found-conflicts';

/** An element as it is made anew. */
export interface RemadeElement {
  readonly element: Content;
  readonly conflicts: readonly FoundConflict[];
}

/**
 * What an element is made of that somebody moves, when others have edited it meanwhile: what both wrote (PROTOCOL.md O35). Of two
 * values of one register that of who moves stands, because it was accepted later (O30).
 */
export function remadeElement(field: ListField, path: string, base: Content, wanted: Content, now: Content): RemadeElement {
  const element: Content = { ...wanted };
  const conflicts: FoundConflict[] = [];
  for (const [key, part] of Object.entries(field.element)) {
    const [from, to, other] = [base[key], wanted[key], now[key]];
    if (isSameJson(from, other) || isSameJson(to, other)) continue;
    if (isSameJson(from, to)) element[key] = other;
    else if (part.kind === 'register') {
      conflicts.push({ type: 'update_update', path: path + pointer(key), winner: to, loser: other, base: { value: from } });
    } else element[key] = merged(part, from as string, to as string, other as string);
  }
  return { element, conflicts };
}

function merged(field: Exclude<ElementField, { kind: 'register' }>, from: string, to: string, other: string): string {
  if (field.kind === 'ranked') return field.ranks.indexOf(to) < field.ranks.indexOf(other) ? other : to;
  const edit = textEdit(from, to);
  return edit === null ? other : editedText(other, carryEdits(from, other, [edit]));
}
